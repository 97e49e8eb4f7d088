using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that data have the sizes of a network, before LibTorch stumbles over them.</summary>
internal static class SizeChecks
{
    /// <exception cref="SequenceDataException">The data has not the network's sizes, or a class or token is out of range.</exception>
    public static void Check(NetworkDescription network, SequenceData data)
    {
        using var scope = NewDisposeScope();
        using var one = zeros(1, dtype: ScalarType.Int64);
        var sample = data.Gather(one);
        var time = sample.Inputs.shape.Length > 1 ? sample.Inputs.shape[1] : 0;
        if (network.Embedding is { } embedding)
            Whole("tokens", data, batch => batch.Inputs, [time], "sequences, time", embedding.VocabularySize);
        else
            Shape("sequences", data, sample.Inputs, ScalarType.Float32, [time, network.Features], "sequences, time, features");

        if (network.Task is RecurrentTask.Tag or RecurrentTask.Language)
            Whole("classes", data, batch => batch.Targets, [time], "sequences, time", network.Classes);
        else if (network.Task == RecurrentTask.Classify)
            Whole("classes", data, batch => batch.Targets, [], "sequences", network.Classes);
        else if (sample.Targets.dim() == 4)
            Shape("answers", data, sample.Targets, ScalarType.Float32, [time, network.Forecast.Horizon, network.Forecast.Targets], "sequences, time, horizon, targets");
        else if (network.HasOutputPerStep)
            Shape("answers", data, sample.Targets, ScalarType.Float32, [time, network.Forecast.Targets], "sequences, time, targets");
        else
            Shape("answers", data, sample.Targets, ScalarType.Float32, [network.Forecast.Horizon, network.Forecast.Targets], "sequences, horizon, targets");
    }

    private static void Whole(string name, SequenceData data, Func<TrainingBatch, Tensor> read, long[] shape, string axes, int count)
    {
        using var one = zeros(1, dtype: ScalarType.Int64);
        Shape(name, data, read(data.Gather(one)), ScalarType.Int64, shape, axes);
        var (smallest, largest) = (long.MaxValue, long.MinValue);
        foreach (var rows in BatchOrder.InOrder(data, 4096))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var values = read(data.Gather(rows));
            // Steps that do not exist have no class.
            var real = values.masked_select(values != TrainingBatch.IgnoredClass);
            (smallest, largest) = (Math.Min(smallest, real.min().item<long>()), Math.Max(largest, real.max().item<long>()));
        }

        if (smallest < 0 || largest >= count)
            throw new SequenceDataException($"The {name} range from {smallest} to {largest}, expected 0 to {count - 1}.");
    }

    private static void Shape(string name, SequenceData data, Tensor sample, ScalarType type, long[] shape, string axes)
    {
        if (sample.dtype != type || !sample.shape.Skip(1).SequenceEqual(shape))
        {
            throw new SequenceDataException(
                $"The {name} are {sample.dtype} [{string.Join(", ", sample.shape.Skip(1).Prepend(data.Count))}], expected {type} [{string.Join(", ", shape.Prepend(data.Count))}], [{axes}].");
        }
    }
}
