using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Writes and reads the moving average of the weights in checkpoints: the number of steps, and a snapshot of the module with it.</summary>
internal static class AverageFrames
{
    /// <summary>Writes the average.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="average">The average of the weights of the module.</param>
    /// <param name="module">The module.</param>
    public static void Write(BinaryWriter writer, WeightAverage average, nn.Module module)
    {
        writer.Write(average.Steps);
        using (average.Use())
        using (var copy = WeightSnapshot.Capture(module))
            copy.Write(writer);
    }

    /// <summary>Reads the average that <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is not one of the module; the message is a clause without a period.</exception>
    public static void Read(BinaryReader reader, WeightAverage average, nn.Module module)
    {
        average.Steps = reader.ReadInt64();
        if (average.Steps < 0)
            throw new FormatException("its number of averaged steps is negative");
        using var copy = WeightSnapshot.Read(reader, module);
        using (average.Use())
            copy.Restore(module);
    }
}
