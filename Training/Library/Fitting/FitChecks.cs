using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that options and data fit a network, before LibTorch stumbles over them.</summary>
internal static class FitChecks
{
    /// <exception cref="ArgumentException">An option does not go with the network.</exception>
    public static void Options(NetworkDescription network, FitOptions options, SequenceData data, SequenceData? validation)
    {
        if (!network.HasHead)
            throw new ArgumentException($"A network of task {network.Task} has no head: there is nothing to fit.");
        var faults = new List<string>();
        if (options.ClassWeights is { } weights && weights.Count != network.Classes)
            faults.Add($"there are {weights.Count} class weights, expected one for each of {network.Classes} classes");
        if (options.Loss != ForecastLoss.MeanSquared && (network.Task != RecurrentTask.Forecast || network.Quantiles.Count > 0))
            faults.Add($"loss {options.Loss} does not go with {(network.Quantiles.Count > 0 ? "quantiles, which minimise the pinball loss" : $"the task {network.Task}")}");
        if (options.Patience is not null && validation is null)
            faults.Add("patience needs validation data to wait for");
        if (options.SufficientLoss is not null && validation is null)
            faults.Add("a sufficient loss needs validation data to be measured on");
        if (options.TruncatedSteps is not null)
            faults.AddRange(Truncation(network, data));
        if (options.TimeStretch > 0 && network.Task != RecurrentTask.Classify)
            faults.Add($"time stretch is for sequences with one class, the task is {network.Task}");
        if (options.Shift > 0 && network.Task != RecurrentTask.Classify)
            faults.Add($"shift is for sequences with one class, the task is {network.Task}");
        if ((options.TimeStretch > 0 || options.Shift > 0 || options.InputNoise > 0 || options.TimeMask > 0) && network.Embedding is not null)
            faults.Add("tokens take no noise, mask, stretch or shift");
        if (faults.Count > 0)
            throw new ArgumentException($"The fit cannot be started: {string.Join("; ", faults)}.");
    }

    // What a piece of a sequence does not know of the pieces before it, beside the states that go on.
    private static IEnumerable<string> Truncation(NetworkDescription network, SequenceData data)
    {
        using var scope = NewDisposeScope();
        if (!network.AnswersEveryStep && data.Batch(zeros(1, dtype: ScalarType.Int64)).Targets.dim() != 4)
            yield return $"truncated steps need an answer at every step, this network reads {network.Read}";
        if (network.Layers.Any(layer => layer.Direction != SequenceDirection.Forward))
            yield return "truncated steps need layers that walk forward";
        if (data.Lengths is not null)
            yield return "truncated steps need sequences of one length";
        if (network.MinimumSteps > 1 || network.Differences || network.Normalization == InputNormalization.Window)
            yield return "truncated steps do not go with a seasonal base, differences or normalization Window, which look back beyond a piece";
    }

    /// <exception cref="SequenceDataException">The data has not the network's sizes, or a class or token is out of range.</exception>
    public static void Sizes(NetworkDescription network, SequenceData data)
    {
        using var scope = NewDisposeScope();
        using var one = zeros(1, dtype: ScalarType.Int64);
        var sample = data.Batch(one);
        var time = sample.Inputs.shape.Length > 1 ? sample.Inputs.shape[1] : 0;
        if (network.Embedding is { } embedding)
            Whole("tokens", data, batch => batch.Inputs, [time], "sequences, time", embedding.Vocabulary);
        else
            Shape("sequences", data, sample.Inputs, ScalarType.Float32, [time, network.Features], "sequences, time, features");

        if (network.Task is RecurrentTask.Tag or RecurrentTask.Language)
            Whole("classes", data, batch => batch.Targets, [time], "sequences, time", network.Classes);
        else if (network.Task == RecurrentTask.Classify)
            Whole("classes", data, batch => batch.Targets, [], "sequences", network.Classes);
        else if (sample.Targets.dim() == 4)
            Shape("answers", data, sample.Targets, ScalarType.Float32, [time, network.Horizon, network.Targets], "sequences, time, horizon, targets");
        else if (network.AnswersEveryStep)
            Shape("answers", data, sample.Targets, ScalarType.Float32, [time, network.Targets], "sequences, time, targets");
        else
            Shape("answers", data, sample.Targets, ScalarType.Float32, [network.Horizon, network.Targets], "sequences, horizon, targets");
    }

    private static void Whole(string name, SequenceData data, Func<FitBatch, Tensor> read, long[] shape, string axes, int count)
    {
        using var one = zeros(1, dtype: ScalarType.Int64);
        Shape(name, data, read(data.Batch(one)), ScalarType.Int64, shape, axes);
        var (smallest, largest) = (long.MaxValue, long.MinValue);
        foreach (var rows in BatchOrder.InOrder(data, 4096))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var values = read(data.Batch(rows));
            // Steps that do not exist have no class.
            var real = values.masked_select(values != FitBatch.NoClass);
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
