using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that the sizes of data match a network, for clearer messages than LibTorch's.</summary>
internal static class SizeChecks
{
    /// <exception cref="SequenceDataException">The sizes of the data do not match the network, or a class or token is out of range.</exception>
    public static void Check(NetworkDescription network, SequenceData data)
    {
        using var scope = NewDisposeScope();
        using var one = zeros(1, dtype: ScalarType.Int64);
        var sample = data.Gather(one);
        var time = sample.Inputs.shape.Length > 1 ? sample.Inputs.shape[1] : 0;
        if (network.Embedding is { } embedding)
            CheckIndices("tokens", data, batch => batch.Inputs, [time], "sequences, time", embedding.VocabularySize);
        else
            CheckShape("sequences", data, sample.Inputs, ScalarType.Float32, [time, network.Features], "sequences, time, features");

        if (network.Task is RecurrentTask.Tag or RecurrentTask.Language)
            CheckIndices("classes", data, batch => batch.Targets, [time], "sequences, time", network.Classes);
        else if (network.Task == RecurrentTask.Classify)
            CheckIndices("classes", data, batch => batch.Targets, [], "sequences", network.Classes);
        else if (sample.Targets.dim() == 4)
            CheckTargets([time, network.Forecast.Horizon, network.Forecast.Targets], "sequences, time, horizon, targets");
        else if (network.HasOutputPerStep)
            CheckTargets([time, network.Forecast.Targets], "sequences, time, targets");
        else
            CheckTargets([network.Forecast.Horizon, network.Forecast.Targets], "sequences, horizon, targets");

        void CheckTargets(long[] shape, string axes) => CheckShape("targets", data, sample.Targets, ScalarType.Float32, shape, axes);
    }

    private static void CheckIndices(string name, SequenceData data, Func<TrainingBatch, Tensor> select, long[] shape, string axes, int count)
    {
        using var one = zeros(1, dtype: ScalarType.Int64);
        CheckShape(name, data, select(data.Gather(one)), ScalarType.Int64, shape, axes);
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var rows in BatchOrder.InOrder(data, 4096))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var values = select(data.Gather(rows));
            // Padding has no class.
            var valid = values.masked_select(values != TrainingBatch.IgnoredClass);
            (min, max) = (Math.Min(min, valid.min().item<long>()), Math.Max(max, valid.max().item<long>()));
        }

        if (min < 0 || max >= count)
            throw new SequenceDataException($"The {name} range from {min} to {max}, expected 0 to {count - 1}.");
    }

    private static void CheckShape(string name, SequenceData data, Tensor sample, ScalarType type, long[] shape, string axes)
    {
        if (sample.dtype != type || !sample.shape.Skip(1).SequenceEqual(shape))
        {
            throw new SequenceDataException(
                $"The {name} are {sample.dtype} [{string.Join(", ", sample.shape.Skip(1).Prepend(data.Count))}], "
                + $"expected {type} [{string.Join(", ", shape.Prepend(data.Count))}], [{axes}].");
        }
    }
}
