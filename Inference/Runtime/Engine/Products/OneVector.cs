using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The rows of one vector.</summary>
internal readonly unsafe struct OneVector<TMath, TVector>(TVector first) : IRowVectors<OneVector<TMath, TVector>>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private readonly TVector _first = first;

    public static int Rows => TMath.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneVector<TMath, TVector> Load(float* source) => new(TMath.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneVector<TMath, TVector> Broadcast(float value)
    {
        var vector = TMath.Broadcast(value);
        return new(vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneVector<TMath, TVector> MultiplyAdd(float* weight, OneVector<TMath, TVector> rows, OneVector<TMath, TVector> sums)
    {
        var vector = TMath.Broadcast(*weight);
        return new(
            TMath.MultiplyAdd(vector, rows._first, sums._first));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OneVector<TMath, TVector> value, float* target)
    {
        TMath.Store(value._first, target);
    }
}
