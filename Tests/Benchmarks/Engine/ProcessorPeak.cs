using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Measures the peak of the processor: floating-point operations per second with its widest vectors, in registers.</summary>
internal static class ProcessorPeak
{
    private const int Loops = 4_000;
    private const int Sums = 12;

    // Never read, but without it the compiler could remove the loop.
    private static readonly float[] Sink = new float[16];

    /// <summary>Measures the peak of all cores briefly, in operations per second.</summary>
    public static double Measure() => Measure(Environment.ProcessorCount);

    /// <summary>Measures the peak of a number of threads briefly, in operations per second.</summary>
    public static double Measure(int threads) =>
        Vector512.IsHardwareAccelerated ? Measure<Vectors512, Vector512<float>>(threads)
        : Vector256.IsHardwareAccelerated ? Measure<Vectors256, Vector256<float>>(threads)
        : Vector128.IsHardwareAccelerated ? Measure<Vectors128, Vector128<float>>(threads)
        : Measure<SingleFloat, float>(threads);

    private static double Measure<TMath, TVector>(int threads)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var callers = Enumerable.Repeat<Action>(Run<TMath, TVector>, threads).ToArray();
        return Enumerable.Range(0, 5).Max(_ => Rate.Measure(callers, 0.01, callers.Length)) * Loops * Sums * TMath.Width * 2;
    }

    private static unsafe void Run<TMath, TVector>()
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        fixed (float* sink = Sink)
            Multiply<TMath, TVector>(sink);
    }

    // Enough independent sums, all in registers, to hide the latency of each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Multiply<TMath, TVector>(float* sink)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        // Sums with the same start value would be computed once.
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

        var total = TMath.Add(TMath.Add(TMath.Add(TMath.Add(TMath.Add(a, b), c), d), e), f);
        TMath.Store(TMath.Add(TMath.Add(TMath.Add(TMath.Add(TMath.Add(TMath.Add(total, g), h), i), j), k), l), sink);
    }
}
