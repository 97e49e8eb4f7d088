using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Training;

/// <summary>Operations on contiguous floats in native memory.</summary>
internal static unsafe class PanelMath
{
    /// <summary>Adds values to others, in place.</summary>
    public static void Add(float* source, float* target, int count)
    {
        var index = 0;
        for (; index <= count - Vector<float>.Count; index += Vector<float>.Count)
            (Vector.Load(target + index) + Vector.Load(source + index)).Store(target + index);
        for (; index < count; index++)
            target[index] += source[index];
    }

    /// <summary>Adds up a power of two of values: the halves, until one is left.</summary>
    public static float Sum(float* values, int count)
    {
        Span<float> sums = stackalloc float[count];
        new ReadOnlySpan<float>(values, count).CopyTo(sums);
        for (var half = count / 2; half > 0; half /= 2)
        {
            for (var index = 0; index < half; index++)
                sums[index] += sums[index + half];
        }

        return sums[0];
    }

    /// <summary>Multiplies values with others.</summary>
    public static void Multiply(float* left, float* right, float* target, int count)
    {
        var index = 0;
        for (; index <= count - Vector<float>.Count; index += Vector<float>.Count)
            (Vector.Load(left + index) * Vector.Load(right + index)).Store(target + index);
        for (; index < count; index++)
            target[index] = left[index] * right[index];
    }

    public static void Copy(float* source, float* target, nint count) =>
        Buffer.MemoryCopy(source, target, count * sizeof(float), count * sizeof(float));

    public static void Clear(float* target, nint count) => NativeMemory.Clear(target, (nuint)count * sizeof(float));

    /// <summary>Copies some lanes of a panel [value, lane].</summary>
    public static void CopyLanes(float* source, float* target, int first, int end, int values, nint lanes)
    {
        for (var value = 0; value < values; value++)
        {
            for (var lane = first; lane < end; lane++)
                target[(value * lanes) + lane] = source[(value * lanes) + lane];
        }
    }

    /// <summary>Sets some lanes of a panel [value, lane] to 0.</summary>
    public static void ClearLanes(float* target, int first, int end, nint values, nint lanes)
    {
        for (nint value = 0; value < values; value++)
        {
            for (var lane = first; lane < end; lane++)
                target[(value * lanes) + lane] = 0;
        }
    }
}
