using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The rows of two vectors.</summary>
internal readonly unsafe struct TwoVectors<TMath, TVector>(TVector first, TVector second) : IRowVectors<TwoVectors<TMath, TVector>>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private readonly TVector _first = first;
    private readonly TVector _second = second;

    public static int Rows => 2 * TMath.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<TMath, TVector> Load(float* source) => new(TMath.Load(source), TMath.Load(source + TMath.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<TMath, TVector> Broadcast(float value)
    {
        var vector = TMath.Broadcast(value);
        return new(vector, vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<TMath, TVector> MultiplyAdd(float* weight, TwoVectors<TMath, TVector> rows, TwoVectors<TMath, TVector> sums)
    {
        var vector = TMath.Broadcast(*weight);
        return new(
            TMath.MultiplyAdd(vector, rows._first, sums._first),
            TMath.MultiplyAdd(vector, rows._second, sums._second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoVectors<TMath, TVector> value, float* target)
    {
        TMath.Store(value._first, target);
        TMath.Store(value._second, target + TMath.Width);
    }
}
