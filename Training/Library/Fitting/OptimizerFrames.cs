using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Checks the saved state of an optimizer in managed code: TorchSharp's reader hands lengths and types to LibTorch, which ends the process when
/// they do not add up.
/// </summary>
/// <remarks>
/// TorchSharp writes the name of the optimizer, the number of parameter groups and of parameters, the options, and for each parameter its state. A
/// tensor is its type, its number of axes and its sizes as variable-length integers, followed by its values.
/// </remarks>
internal static class OptimizerFrames
{
    // Of the options, only the learning rate changes during a fit: the second number.
    private const int LearningRateOffset = sizeof(double);

    /// <summary>Checks the state, and advances the reader past it.</summary>
    /// <param name="reader">The reader, at the beginning of the state.</param>
    /// <param name="optimizer">The optimizer that is to load the state.</param>
    /// <exception cref="FormatException">The state is not one of this optimizer; the message is a clause without a period.</exception>
    /// <exception cref="EndOfStreamException">The state ends too early.</exception>
    public static void Check(BinaryReader reader, OptimizerHelper optimizer)
    {
        var (groups, parameters) = (optimizer.state_dict().Options, optimizer.parameters().ToList());
        if (reader.ReadString() != optimizer.GetType().Name)
            throw new FormatException("its optimizer is another one");
        if (reader.Read7BitEncodedInt64() != groups.Count || reader.Read7BitEncodedInt64() != parameters.Count)
            throw new FormatException("its optimizer has another number of parameters");
        foreach (var options in groups)
            CheckOptions(reader, options);
        foreach (var parameter in parameters)
            CheckState(reader, optimizer, parameter.shape);
    }

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

    private static void CheckState(BinaryReader reader, OptimizerHelper optimizer, long[] shape)
    {
        switch (optimizer)
        {
            case SGD:
                // The momentum, which is missing before the first step.
                SkipOptionalTensor(reader, shape);
                break;
            case RMSProp:
                // The mean of the squared gradient, the momentum and the mean gradient.
                CheckStep(reader);
                SkipTensor(reader, shape);
                SkipOptionalTensor(reader, shape);
                SkipOptionalTensor(reader, shape);
                break;
            case Adam or AdamW:
                // The means of the gradient and of its square, and the maximum of the latter (AMSGrad).
                CheckStep(reader);
                SkipTensor(reader, shape);
                SkipTensor(reader, shape);
                SkipOptionalTensor(reader, shape);
                break;
            default:
                throw new NotSupportedException($"The state of {optimizer.GetType().Name} cannot be checked.");
        }
    }

    private static void CheckStep(BinaryReader reader)
    {
        if (reader.ReadInt64() < 0)
            throw new FormatException("the number of steps of its optimizer is negative");
    }

    private static void SkipOptionalTensor(BinaryReader reader, long[] shape)
    {
        var flag = reader.ReadByte();
        if (flag > 1)
            throw new FormatException("the state of its optimizer is unreadable");
        if (flag == 1)
            SkipTensor(reader, shape);
    }

    private static void SkipTensor(BinaryReader reader, long[] shape)
    {
        if (reader.Read7BitEncodedInt64() != (long)ScalarType.Float32 || reader.Read7BitEncodedInt64() != shape.Length
            || shape.Any(size => reader.Read7BitEncodedInt64() != size))
            throw new FormatException("the state of its optimizer has other types or shapes");
        var length = sizeof(float) * shape.Aggregate(1L, (product, size) => product * size);
        if (reader.BaseStream.Length - reader.BaseStream.Position < length)
            throw new EndOfStreamException();
        reader.BaseStream.Seek(length, SeekOrigin.Current);
    }
}
