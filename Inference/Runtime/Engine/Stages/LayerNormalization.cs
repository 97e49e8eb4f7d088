using System.Numerics.Tensors;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The layer normalisation of a panel [value, row], row by row (Ba et al. 2016): (h - mean(h)) / sqrt(variance(h) + 1e-5) * scale + shift.
/// Each row's sums add in the order of the values, so that its bits do not depend on the others.
/// </summary>
internal static unsafe class LayerNormalization
{
    /// <summary>Panels of one value that the sums take.</summary>
    public const int SumPanels = 3;

    /// <summary>Normalises a panel.</summary>
    /// <param name="norm">Scale and shift.</param>
    /// <param name="source">[value, row]</param>
    /// <param name="target">Takes [value, row]; may be the source.</param>
    /// <param name="sums">Room for <see cref="SumPanels"/> panels of one value.</param>
    /// <param name="stride">Floats from one value to the next.</param>
    public static void Apply(NormWeights norm, float* source, float* target, float* sums, nint stride)
    {
        if (stride == 1)
            One(norm, source, target);
        else
            Rows(norm, source, target, sums, (int)stride);
    }

    private static void One(NormWeights norm, float* source, float* target)
    {
        float size = norm.Scale.Length;
        var sum = 0f;
        for (var value = 0; value < norm.Scale.Length; value++)
            sum += source[value];
        var mean = sum / size;
        var squares = 0f;
        for (var value = 0; value < norm.Scale.Length; value++)
        {
            var centred = source[value] - mean;
            squares += centred * centred;
        }

        var deviation = MathF.Sqrt((squares / size) + (float)NormalizationEpsilon.Layer);
        for (var value = 0; value < norm.Scale.Length; value++)
            target[value] = ((source[value] - mean) / deviation * norm.Scale[value]) + norm.Shift[value];
    }

    private static void Rows(NormWeights norm, float* source, float* target, float* sums, int stride)
    {
        float size = norm.Scale.Length;
        var mean = new Span<float>(sums, stride);
        var deviation = new Span<float>(sums + stride, stride);
        var centred = new Span<float>(sums + (2 * stride), stride);
        mean.Clear();
        for (nint value = 0; value < norm.Scale.Length; value++)
            TensorPrimitives.Add(mean, new ReadOnlySpan<float>(source + (value * stride), stride), mean);
        TensorPrimitives.Divide(mean, size, mean);
        deviation.Clear();
        for (nint value = 0; value < norm.Scale.Length; value++)
        {
            TensorPrimitives.Subtract(new ReadOnlySpan<float>(source + (value * stride), stride), mean, centred);
            TensorPrimitives.Multiply(centred, centred, centred);
            TensorPrimitives.Add(deviation, centred, deviation);
        }

        TensorPrimitives.Divide(deviation, size, deviation);
        TensorPrimitives.Add(deviation, (float)NormalizationEpsilon.Layer, deviation);
        TensorPrimitives.Sqrt<float>(deviation, deviation);
        for (nint value = 0; value < norm.Scale.Length; value++)
        {
            var normal = new Span<float>(target + (value * stride), stride);
            TensorPrimitives.Subtract(new ReadOnlySpan<float>(source + (value * stride), stride), mean, normal);
            TensorPrimitives.Divide(normal, deviation, normal);
            TensorPrimitives.Multiply(normal, norm.Scale[value], normal);
            TensorPrimitives.Add(normal, norm.Shift[value], normal);
        }
    }
}
