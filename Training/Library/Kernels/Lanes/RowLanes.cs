using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetRecurrent.Training;

/// <summary>Moves values between rows, whose values are contiguous, and panels [value, row].</summary>
internal static unsafe class RowLanes
{
    /// <summary>Copies rows into a panel.</summary>
    /// <param name="rows">The first value of each row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="values">The number of values.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="stride">The number of floats from one value to the next.</param>
    public static void Load(ReadOnlySpan<nint> rows, int count, int values, float* panel, nint stride)
    {
        var row = 0;
        if (Sse.IsSupported && values >= 4)
        {
            for (; row <= count - 4; row += 4)
                LoadFour(rows[row..], values, panel + row, stride);
        }

        for (; row < count; row++)
        {
            for (var value = 0; value < values; value++)
                panel[(value * stride) + row] = ((float*)rows[row])[value];
        }
    }

    /// <summary>Adds rows to a panel.</summary>
    /// <inheritdoc cref="Load"/>
    public static void Add(ReadOnlySpan<nint> rows, int count, int values, float* panel, nint stride)
    {
        var row = 0;
        if (Sse.IsSupported && values >= 4)
        {
            for (; row <= count - 4; row += 4)
                AddFour(rows[row..], values, panel + row, stride);
        }

        for (; row < count; row++)
        {
            for (var value = 0; value < values; value++)
                panel[(value * stride) + row] += ((float*)rows[row])[value];
        }
    }

    /// <summary>Copies a panel into rows.</summary>
    /// <inheritdoc cref="Load"/>
    public static void Store(float* panel, nint stride, int values, ReadOnlySpan<nint> rows, int count)
    {
        if (rows.IsEmpty)
            return;
        var row = 0;
        if (Sse.IsSupported && values >= 4)
        {
            for (; row <= count - 4; row += 4)
                StoreFour(panel + row, stride, values, rows[row..]);
        }

        for (; row < count; row++)
        {
            for (var value = 0; value < values; value++)
                ((float*)rows[row])[value] = panel[(value * stride) + row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadFour(ReadOnlySpan<nint> rows, int values, float* panel, nint stride)
    {
        float* a = (float*)rows[0], b = (float*)rows[1], c = (float*)rows[2], d = (float*)rows[3];
        var value = 0;
        for (; value <= values - 4; value += 4)
        {
            var (w, x, y, z) = Transpose(Vector128.Load(a + value), Vector128.Load(b + value), Vector128.Load(c + value), Vector128.Load(d + value));
            w.Store(panel);
            x.Store(panel + stride);
            y.Store(panel + (2 * stride));
            z.Store(panel + (3 * stride));
            panel += 4 * stride;
        }

        for (; value < values; value++)
        {
            Vector128.Create(a[value], b[value], c[value], d[value]).Store(panel);
            panel += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(ReadOnlySpan<nint> rows, int values, float* panel, nint stride)
    {
        float* a = (float*)rows[0], b = (float*)rows[1], c = (float*)rows[2], d = (float*)rows[3];
        var value = 0;
        for (; value <= values - 4; value += 4)
        {
            var (w, x, y, z) = Transpose(Vector128.Load(a + value), Vector128.Load(b + value), Vector128.Load(c + value), Vector128.Load(d + value));
            (w + Vector128.Load(panel)).Store(panel);
            (x + Vector128.Load(panel + stride)).Store(panel + stride);
            (y + Vector128.Load(panel + (2 * stride))).Store(panel + (2 * stride));
            (z + Vector128.Load(panel + (3 * stride))).Store(panel + (3 * stride));
            panel += 4 * stride;
        }

        for (; value < values; value++)
        {
            (Vector128.Create(a[value], b[value], c[value], d[value]) + Vector128.Load(panel)).Store(panel);
            panel += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreFour(float* panel, nint stride, int values, ReadOnlySpan<nint> rows)
    {
        float* a = (float*)rows[0], b = (float*)rows[1], c = (float*)rows[2], d = (float*)rows[3];
        var value = 0;
        for (; value <= values - 4; value += 4)
        {
            var (w, x, y, z) = Transpose(
                Vector128.Load(panel), Vector128.Load(panel + stride), Vector128.Load(panel + (2 * stride)), Vector128.Load(panel + (3 * stride)));
            w.Store(a + value);
            x.Store(b + value);
            y.Store(c + value);
            z.Store(d + value);
            panel += 4 * stride;
        }

        for (; value < values; value++)
        {
            (a[value], b[value], c[value], d[value]) = (panel[0], panel[1], panel[2], panel[3]);
            panel += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> W, Vector128<float> X, Vector128<float> Y, Vector128<float> Z) Transpose(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        var low = Sse.UnpackLow(a, b);
        var high = Sse.UnpackHigh(a, b);
        var nextLow = Sse.UnpackLow(c, d);
        var nextHigh = Sse.UnpackHigh(c, d);
        return (
            Sse.MoveLowToHigh(low, nextLow), Sse.MoveHighToLow(nextLow, low), Sse.MoveLowToHigh(high, nextHigh), Sse.MoveHighToLow(nextHigh, high));
    }
}
