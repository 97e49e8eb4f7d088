using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetRecurrent.Kernels;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The floating-point operations a second that this processor's widest vectors reach in registers, on every core.</summary>
internal static class ProcessorPeak
{
    private const int Loops = 4_000;
    private const int Sums = 12;

    /// <summary>The peak, measured for a moment.</summary>
    public static double Measure() =>
        Vector512.IsHardwareAccelerated ? Measure<Vectors512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated ? Measure<Vectors256, Vector256<float>>()
        : Vector128.IsHardwareAccelerated ? Measure<Vectors128, Vector128<float>>()
        : Measure<SingleFloat, float>();

    private static double Measure<TMath, TVector>()
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var callers = Enumerable.Repeat<Action>(Multiply<TMath, TVector>, Environment.ProcessorCount).ToArray();
        return Enumerable.Range(0, 25).Max(_ => Rate.Of(callers, 0.004)) * Loops * Sums * TMath.Width * 2;
    }

    // As many sums as hide the time that one takes, in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Multiply<TMath, TVector>()
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        // Sums that begin alike would be computed once.
        var factor = TMath.Broadcast(0.5f);
        TVector a = TMath.Broadcast(0), b = TMath.Broadcast(1), c = TMath.Broadcast(2), d = TMath.Broadcast(3);
        TVector e = TMath.Broadcast(4), f = TMath.Broadcast(5), g = TMath.Broadcast(6), h = TMath.Broadcast(7);
        TVector i = TMath.Broadcast(8), j = TMath.Broadcast(9), k = TMath.Broadcast(10), l = TMath.Broadcast(11);
        for (var loop = 0; loop < Loops; loop++)
        {
            a = TMath.MultiplyAdd(a, factor, factor);
            b = TMath.MultiplyAdd(b, factor, factor);
            c = TMath.MultiplyAdd(c, factor, factor);
            d = TMath.MultiplyAdd(d, factor, factor);
            e = TMath.MultiplyAdd(e, factor, factor);
            f = TMath.MultiplyAdd(f, factor, factor);
            g = TMath.MultiplyAdd(g, factor, factor);
            h = TMath.MultiplyAdd(h, factor, factor);
            i = TMath.MultiplyAdd(i, factor, factor);
            j = TMath.MultiplyAdd(j, factor, factor);
            k = TMath.MultiplyAdd(k, factor, factor);
            l = TMath.MultiplyAdd(l, factor, factor);
        }

        // Nobody reads it, but the loop would be left out if nobody could.
        var sink = stackalloc float[Sums * 16];
        TMath.Store(a, sink + (0 * TMath.Width));
        TMath.Store(b, sink + (1 * TMath.Width));
        TMath.Store(c, sink + (2 * TMath.Width));
        TMath.Store(d, sink + (3 * TMath.Width));
        TMath.Store(e, sink + (4 * TMath.Width));
        TMath.Store(f, sink + (5 * TMath.Width));
        TMath.Store(g, sink + (6 * TMath.Width));
        TMath.Store(h, sink + (7 * TMath.Width));
        TMath.Store(i, sink + (8 * TMath.Width));
        TMath.Store(j, sink + (9 * TMath.Width));
        TMath.Store(k, sink + (10 * TMath.Width));
        TMath.Store(l, sink + (11 * TMath.Width));
    }
}
