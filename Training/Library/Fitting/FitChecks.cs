using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that data has the sizes and the values that a network reads and answers, before LibTorch stumbles over them.</summary>
internal static class FitChecks
{
    /// <exception cref="SequenceDataException">It has not.</exception>
    /// <exception cref="ArgumentException">The network has nothing to fit.</exception>
    public static void Sizes(NetworkDescription network, SequenceData data)
    {
        if (!network.HasHead)
            throw new ArgumentException($"A network of task {network.Task} has no head: there is nothing to fit.");
        using var scope = NewDisposeScope();
        if (network.Embedding is { } embedding)
            Whole("tokens", data.Inputs, [data.Count, data.Time], "sequences, time", embedding.Vocabulary);
        else
            Numbers("sequences", data.Inputs, [data.Count, data.Time, network.Features], "sequences, time, features");

        if (network.Task == RecurrentTask.Tag)
            Whole("classes", data.Targets, [data.Count, data.Time], "sequences, time", network.Classes);
        else if (network.Task == RecurrentTask.Classify)
            Whole("classes", data.Targets, [data.Count], "sequences", network.Classes);
        else if (network.AnswersEveryStep)
            Numbers("answers", data.Targets, [data.Count, data.Time, network.Targets], "sequences, time, targets");
        else
            Numbers("answers", data.Targets, [data.Count, network.Horizon, network.Targets], "sequences, horizon, targets");
    }

    private static void Numbers(string name, Tensor tensor, long[] shape, string axes) => Shape(name, tensor, ScalarType.Float32, shape, axes);

    private static void Whole(string name, Tensor tensor, long[] shape, string axes, int count)
    {
        Shape(name, tensor, ScalarType.Int64, shape, axes);
        var (smallest, largest) = (tensor.min().item<long>(), tensor.max().item<long>());
        if (smallest < 0 || largest >= count)
            throw new SequenceDataException($"The {name} range from {smallest} to {largest}, expected 0 to {count - 1}.");
    }

    private static void Shape(string name, Tensor tensor, ScalarType type, long[] shape, string axes)
    {
        if (tensor.dtype != type || !tensor.shape.SequenceEqual(shape))
        {
            throw new SequenceDataException(
                $"The {name} are {tensor.dtype} [{string.Join(", ", tensor.shape)}], expected {type} [{string.Join(", ", shape)}], [{axes}].");
        }
    }
}
