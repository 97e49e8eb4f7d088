namespace MlNetRecurrent.Training;

/// <summary>Checks that the weights of a network fit in a file and in memory, before LibTorch allocates them.</summary>
internal static class WeightMemory
{
    // Protobuf messages, such as ONNX files, are limited to 2 GiB; a MiB is left for the graph and the card.
    private const long MaxFileSize = int.MaxValue - (1 << 20);

    // A fit also holds a gradient and up to two moments of the optimizer for each weight.
    private const int CopiesInFit = 4;

    /// <exception cref="ArgumentException">The weights do not fit in an ONNX file, or a fit does not fit in the memory of this machine.</exception>
    public static void Check(NetworkDescription network)
    {
        var size = network.ParameterCount * sizeof(float);
        if (size > MaxFileSize)
        {
            throw new ArgumentException(
                $"The network cannot be built: it has {Format(network.ParameterCount)} parameters, but an ONNX file holds at most "
                + $"{Format(MaxFileSize / sizeof(float))}. Reduce the hidden size, the layers or the ensemble.");
        }

        // Respects the limit of a container.
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (size > available / CopiesInFit)
        {
            throw new ArgumentException(
                $"The network cannot be built: its {Format(network.ParameterCount)} parameters need {Format(CopiesInFit * size >> 20)} MiB in a fit, "
                + $"but this machine has {Format(available >> 20)} MiB. Reduce the hidden size, the layers or the ensemble.");
        }
    }

    private static string Format(long value) => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
