using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetRecurrent.Engine;

/// <summary>Copies values between the states of series and panels [value, row].</summary>
internal static unsafe class StateTransposition
{
    // The rows and values of a tile, which is transposed in registers.
    private const int Tile = 8;

    /// <summary>Copies values of states into a panel.</summary>
    /// <param name="states">The states, one for each row of the panel.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="start">The index of the first value.</param>
    /// <param name="values">The number of values.</param>
    /// <param name="panel">The panel: [value, row].</param>
    /// <param name="stride">The number of floats from one value of the panel to the next.</param>
    public static void Gather(StreamState* states, int count, int start, int values, float* panel, nint stride)
    {
        var row = 0;
        for (; row <= count - Tile && CanTile(states + row, values); row += Tile)
        {
            for (var value = 0; value < values; value = Next(value, values))
                GatherTile(states + row, start + value, panel + (value * stride) + row, stride);
        }

        for (; row < count; row++)
            Copy(states[row].At(start), states[row].Stride, panel + row, stride, values);
    }

    /// <summary>Copies values of a panel into states.</summary>
    /// <param name="panel">The panel: [value, row].</param>
    /// <param name="stride">The number of floats from one value of the panel to the next.</param>
    /// <param name="states">The states, one for each row of the panel.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="start">The index of the first value.</param>
    /// <param name="values">The number of values.</param>
    public static void Scatter(float* panel, nint stride, StreamState* states, int count, int start, int values)
    {
        var row = 0;
        for (; row <= count - Tile && CanTile(states + row, values); row += Tile)
        {
            for (var value = 0; value < values; value = Next(value, values))
                ScatterTile(panel + (value * stride) + row, stride, states + row, start + value);
        }

        for (; row < count; row++)
            Copy(panel + row, stride, states[row].At(start), states[row].Stride, values);
    }

    private static bool CanTile(StreamState* states, int values)
    {
        if (!Avx.IsSupported || values < Tile)
            return false;
        var strides = 0L;
        for (var row = 0; row < Tile; row++)
            strides |= states[row].Stride;
        return strides == 1;
    }

    // The last tile overlaps the one before it if the values do not fill it.
    private static int Next(int value, int values) => value + Tile < values ? Math.Min(value + Tile, values - Tile) : values;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherTile(StreamState* states, nint start, float* panel, nint stride)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = Transpose(
            Vector256.Load(states[0].At(start)),
            Vector256.Load(states[1].At(start)),
            Vector256.Load(states[2].At(start)),
            Vector256.Load(states[3].At(start)),
            Vector256.Load(states[4].At(start)),
            Vector256.Load(states[5].At(start)),
            Vector256.Load(states[6].At(start)),
            Vector256.Load(states[7].At(start)));
        t0.Store(panel);
        t1.Store(panel + stride);
        t2.Store(panel + (2 * stride));
        t3.Store(panel + (3 * stride));
        t4.Store(panel + (4 * stride));
        t5.Store(panel + (5 * stride));
        t6.Store(panel + (6 * stride));
        t7.Store(panel + (7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScatterTile(float* panel, nint stride, StreamState* states, nint start)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = Transpose(
            Vector256.Load(panel),
            Vector256.Load(panel + stride),
            Vector256.Load(panel + (2 * stride)),
            Vector256.Load(panel + (3 * stride)),
            Vector256.Load(panel + (4 * stride)),
            Vector256.Load(panel + (5 * stride)),
            Vector256.Load(panel + (6 * stride)),
            Vector256.Load(panel + (7 * stride)));
        t0.Store(states[0].At(start));
        t1.Store(states[1].At(start));
        t2.Store(states[2].At(start));
        t3.Store(states[3].At(start));
        t4.Store(states[4].At(start));
        t5.Store(states[5].At(start));
        t6.Store(states[6].At(start));
        t7.Store(states[7].At(start));
    }

    // Pairs, then fours within each half of the vectors, then the halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> T0, Vector256<float> T1, Vector256<float> T2, Vector256<float> T3,
        Vector256<float> T4, Vector256<float> T5, Vector256<float> T6, Vector256<float> T7) Transpose(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        Vector256<float> r4, Vector256<float> r5, Vector256<float> r6, Vector256<float> r7)
    {
        const byte LowPairs = 0b01_00_01_00;
        const byte HighPairs = 0b11_10_11_10;
        const byte LowHalves = 0x20;
        const byte HighHalves = 0x31;
        var low01 = Avx.UnpackLow(r0, r1);
        var high01 = Avx.UnpackHigh(r0, r1);
        var low23 = Avx.UnpackLow(r2, r3);
        var high23 = Avx.UnpackHigh(r2, r3);
        var low45 = Avx.UnpackLow(r4, r5);
        var high45 = Avx.UnpackHigh(r4, r5);
        var low67 = Avx.UnpackLow(r6, r7);
        var high67 = Avx.UnpackHigh(r6, r7);
        var q0 = Avx.Shuffle(low01, low23, LowPairs);
        var q1 = Avx.Shuffle(low01, low23, HighPairs);
        var q2 = Avx.Shuffle(high01, high23, LowPairs);
        var q3 = Avx.Shuffle(high01, high23, HighPairs);
        var q4 = Avx.Shuffle(low45, low67, LowPairs);
        var q5 = Avx.Shuffle(low45, low67, HighPairs);
        var q6 = Avx.Shuffle(high45, high67, LowPairs);
        var q7 = Avx.Shuffle(high45, high67, HighPairs);
        return (
            Avx.Permute2x128(q0, q4, LowHalves),
            Avx.Permute2x128(q1, q5, LowHalves),
            Avx.Permute2x128(q2, q6, LowHalves),
            Avx.Permute2x128(q3, q7, LowHalves),
            Avx.Permute2x128(q0, q4, HighHalves),
            Avx.Permute2x128(q1, q5, HighHalves),
            Avx.Permute2x128(q2, q6, HighHalves),
            Avx.Permute2x128(q3, q7, HighHalves));
    }

    private static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int values)
    {
        for (var value = 0; value < values; value++)
        {
            *target = *source;
            source += sourceStride;
            target += targetStride;
        }
    }
}
