using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The rows of three vectors.</summary>
internal readonly unsafe struct ThreeVectors<TMath, TVector>(TVector first, TVector second, TVector third) : IRowVectors<ThreeVectors<TMath, TVector>>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private readonly TVector _first = first;
    private readonly TVector _second = second;
    private readonly TVector _third = third;

    public static int Rows => 3 * TMath.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeVectors<TMath, TVector> Load(float* source) => new(
        TMath.Load(source), TMath.Load(source + TMath.Width), TMath.Load(source + (2 * TMath.Width)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeVectors<TMath, TVector> Broadcast(float value)
    {
        var vector = TMath.Broadcast(value);
        return new(vector, vector, vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeVectors<TMath, TVector> MultiplyAdd(float* weight, ThreeVectors<TMath, TVector> rows, ThreeVectors<TMath, TVector> sums)
    {
        var vector = TMath.Broadcast(*weight);
        return new(
            TMath.MultiplyAdd(vector, rows._first, sums._first),
            TMath.MultiplyAdd(vector, rows._second, sums._second),
            TMath.MultiplyAdd(vector, rows._third, sums._third));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ThreeVectors<TMath, TVector> value, float* target)
    {
        TMath.Store(value._first, target);
        TMath.Store(value._second, target + TMath.Width);
        TMath.Store(value._third, target + (2 * TMath.Width));
    }
}
