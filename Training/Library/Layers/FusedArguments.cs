using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks the arguments of fused modules.</summary>
internal static class FusedArguments
{
    /// <summary>Checks the arguments of a constructor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1 or too large, or the dropout is not a probability.</exception>
    public static FusedStackOptions Check(
        long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional)
    {
        // The weights of one gate of all units must be countable by an int.
        CheckSize(inputSize, nameof(inputSize));
        CheckSize(hiddenSize, nameof(hiddenSize));
        CheckSize(numLayers, nameof(numLayers));
        return dropout is >= 0 and <= 1
            ? new FusedStackOptions((int)inputSize, (int)hiddenSize, (int)numLayers, bias, batchFirst, dropout, bidirectional)
            : throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The dropout must be a probability, from 0 to 1.");
    }

    /// <summary>Reads the lengths of a batch.</summary>
    /// <param name="lengths">int64 [batch]; null for none.</param>
    public static long[]? Read(Tensor? lengths)
    {
        if (lengths is null)
            return null;
        if (lengths.dtype != ScalarType.Int64 || lengths.ndim != 1)
        {
            throw new ArgumentException(
                $"The lengths are {lengths.dtype} [{string.Join(", ", lengths.shape)}], expected {ScalarType.Int64} [batch].", nameof(lengths));
        }

        using var values = lengths.detach().cpu();
        return values.data<long>().ToArray();
    }

    /// <summary>Checks the lengths of a batch.</summary>
    /// <exception cref="ArgumentException">There is not one for each sequence, or one is out of range.</exception>
    public static void Check(long[]? lengths, long batch, long steps)
    {
        if (lengths is null)
            return;
        if (lengths.Length != batch)
        {
            throw new ArgumentException(
                $"There are {lengths.Length} lengths, expected {batch}, one for each sequence of the batch.", nameof(lengths));
        }

        if (lengths.Any(length => length < 0 || length > steps))
        {
            throw new ArgumentException(
                $"The lengths range from {lengths.Min()} to {lengths.Max()}, expected 0 to {steps}, the number of time steps of the batch.",
                nameof(lengths));
        }
    }

    /// <summary>Checks a size of a module.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1 or too large.</exception>
    public static void CheckSize(long size, string name)
    {
        if (size is < 1 or > int.MaxValue / 4)
            throw new ArgumentOutOfRangeException(name, size, $"Expected 1 to {int.MaxValue / 4}.");
    }
}
