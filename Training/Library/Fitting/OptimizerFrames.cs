using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Writes and reads the state of an optimizer in checkpoints, and checks it in managed code: TorchSharp's reader hands lengths and types to LibTorch,
/// which ends the process when they do not add up.
/// </summary>
/// <remarks>
/// The format is that of <c>save_state_dict</c> of TorchSharp's optimizers, as it was before there were fused ones: the name of the optimizer, the
/// number of parameter groups and of parameters, the options, and for each parameter its state. A tensor is its type, its number of axes and its
/// sizes as variable-length integers, followed by its values.
/// </remarks>
internal static class OptimizerFrames
{
    // Of the options, only the learning rate changes during a fit: the second number.
    private const int LearningRateOffset = sizeof(double);

    // A bound that rounding does not reach.
    private const double Margin = 4;
    private const double Underflow = 1e-30;

    /// <summary>Writes the state.</summary>
    public static void Write(BinaryWriter writer, OptimizerHelper optimizer)
    {
        var state = optimizer.state_dict();
        writer.Write(GetName(optimizer));
        writer.Write7BitEncodedInt64(state.Options.Count);
        writer.Write7BitEncodedInt64(state.State.Count);
        state.Options.ForEach(options => options.SaveStateDict(writer));
        state.State.ForEach(values => values.SaveStateDict(writer));
    }

    /// <summary>Reads a state that <see cref="Check"/> accepts.</summary>
    public static void Read(BinaryReader reader, OptimizerHelper optimizer)
    {
        var state = optimizer.state_dict();
        reader.ReadString();
        reader.Read7BitEncodedInt64();
        reader.Read7BitEncodedInt64();
        state.Options.ForEach(options => options.LoadStateDict(reader));
        state.State.ForEach(values => values.LoadStateDict(reader));
    }

    /// <summary>Checks the state, and advances the reader past it.</summary>
    /// <param name="reader">The reader, at the beginning of the state.</param>
    /// <param name="optimizer">The optimizer that is to load the state.</param>
    /// <param name="checkValues">
    /// Whether to reject values that no gradients lead to, for a file without a checksum. Not all damage shows in this way.
    /// </param>
    /// <exception cref="FormatException">The state is not one of this optimizer; the message is a clause without a period.</exception>
    /// <exception cref="EndOfStreamException">The state ends too early.</exception>
    public static void Check(BinaryReader reader, OptimizerHelper optimizer, bool checkValues = false)
    {
        var (groups, parameters) = (optimizer.state_dict().Options, optimizer.parameters().ToList());
        if (reader.ReadString() != GetName(optimizer))
            throw new FormatException("its optimizer is another one");
        if (reader.Read7BitEncodedInt64() != groups.Count || reader.Read7BitEncodedInt64() != parameters.Count)
            throw new FormatException("its optimizer has another number of parameters");
        foreach (var options in groups)
            CheckOptions(reader, options);
        foreach (var parameter in parameters)
        {
            var isPlausible = CheckState(reader, optimizer, parameter.shape);
            if (checkValues && !isPlausible)
                throw new FormatException("the state of its optimizer has values that no gradients lead to");
        }
    }

    // The fused optimizers derive from those of TorchSharp, and have the same state.
    private static string GetName(OptimizerHelper optimizer) =>
        (optimizer is IFusedOptimizer ? optimizer.GetType().BaseType! : optimizer.GetType()).Name;

    private static void CheckOptions(BinaryReader reader, OptimizerOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer))
            options.SaveStateDict(writer);
        var expected = buffer.ToArray();
        var actual = reader.ReadBytes(expected.Length);
        if (actual.Length < expected.Length)
            throw new EndOfStreamException();
        expected.AsSpan(LearningRateOffset, sizeof(double)).CopyTo(actual.AsSpan(LearningRateOffset));
        if (!actual.AsSpan().SequenceEqual(expected))
            throw new FormatException("its optimizer has other options");
    }

    // Returns whether the values are plausible.
    private static bool CheckState(BinaryReader reader, OptimizerHelper optimizer, long[] shape)
    {
        switch (optimizer)
        {
            case SGD:
                // The momentum, which is missing before the first step.
                return IsFinite(ReadOptionalTensor(reader, shape));
            case RMSProp:
                // The mean of the squared gradient, the momentum and the mean gradient.
                CheckStep(reader);
                var square = ReadTensor(reader, shape);
                return IsPositive(square) & IsFinite(ReadOptionalTensor(reader, shape)) & IsFinite(ReadOptionalTensor(reader, shape));
            case Adam or AdamW:
                // The means of the gradient and of its square, and the maximum of the latter (AMSGrad).
                CheckStep(reader);
                var mean = ReadTensor(reader, shape);
                var meanSquare = ReadTensor(reader, shape);
                ReadOptionalTensor(reader, shape);
                return IsPositive(meanSquare) && AreMoments(mean, meanSquare, ((optim.IBetas)optimizer).Betas);
            default:
                throw new NotSupportedException($"The state of {optimizer.GetType().Name} cannot be checked.");
        }
    }

    private static bool IsFinite(ReadOnlySpan<float> values) => values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) < 0;

    private static bool IsPositive(ReadOnlySpan<float> values) => values.IndexOfAnyExceptInRange(0, float.MaxValue) < 0;

    // Cauchy and Schwarz: m^2 <= v (1 - beta1)^2 / ((1 - beta2) (1 - beta1^2 / beta2)) for m and v of the same gradients.
    private static bool AreMoments(ReadOnlySpan<float> mean, ReadOnlySpan<float> meanSquare, (double, double) betas)
    {
        var (beta1, beta2) = betas;
        var ratio = beta1 * beta1 / beta2;
        var bound = ratio < 1 ? Margin * (1 - beta1) * (1 - beta1) / ((1 - beta2) * (1 - ratio)) : double.PositiveInfinity;
        for (var index = 0; index < mean.Length; index++)
        {
            if (!float.IsFinite(mean[index]) || (double)mean[index] * mean[index] > (bound * meanSquare[index]) + Underflow)
                return false;
        }

        return true;
    }

    private static void CheckStep(BinaryReader reader)
    {
        if (reader.ReadInt64() < 0)
            throw new FormatException("the number of steps of its optimizer is negative");
    }

    private static ReadOnlySpan<float> ReadOptionalTensor(BinaryReader reader, long[] shape) => reader.ReadByte() switch
    {
        0 => [],
        1 => ReadTensor(reader, shape),
        _ => throw new FormatException("the state of its optimizer is unreadable"),
    };

    private static ReadOnlySpan<float> ReadTensor(BinaryReader reader, long[] shape)
    {
        if (reader.Read7BitEncodedInt64() != (long)ScalarType.Float32 || reader.Read7BitEncodedInt64() != shape.Length
            || shape.Any(size => reader.Read7BitEncodedInt64() != size))
            throw new FormatException("the state of its optimizer has other types or shapes");
        var length = sizeof(float) * shape.Aggregate(1L, (product, size) => product * size);
        if (reader.BaseStream.Length - reader.BaseStream.Position < length)
            throw new EndOfStreamException();
        return MemoryMarshal.Cast<byte, float>(reader.ReadBytes((int)length));
    }
}
