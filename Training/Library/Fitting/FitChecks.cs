using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that options and data fit a network, before LibTorch stumbles over them.</summary>
internal static class FitChecks
{
    /// <exception cref="ArgumentException">An option does not go with the network.</exception>
    public static void CheckOptions(NetworkDescription network, FitOptions options, SequenceData data, SequenceData? validation)
    {
        if (!network.HasHead)
            throw new ArgumentException($"A network of task {network.Task} has no head: there is nothing to fit.");
        var faults = new List<string>();
        if (options.ClassWeights is { } weights && weights.Count != network.Classes)
            faults.Add($"there are {weights.Count} class weights, expected one for each of {network.Classes} classes");
        if (options.Loss != ForecastLoss.MeanSquaredError && (network.Task != RecurrentTask.Forecast || network.Forecast.Quantiles.Count > 0))
            faults.Add($"loss {options.Loss} does not go with {(network.Forecast.Quantiles.Count > 0 ? "quantiles, which minimise the pinball loss" : $"the task {network.Task}")}");
        if (options.Patience is not null && validation is null)
            faults.Add("patience needs validation data to wait for");
        if (options.StoppingThreshold is not null && validation is null)
            faults.Add("a sufficient loss needs validation data to be measured on");
        if (options.TruncatedBpttSteps is not null)
            faults.AddRange(Truncation(network, data));
        if (options.MaxTimeStretch > 0 && network.Task != RecurrentTask.Classify)
            faults.Add($"time stretch is for sequences with one class, the task is {network.Task}");
        if (options.MaxShift > 0 && network.Task != RecurrentTask.Classify)
            faults.Add($"shift is for sequences with one class, the task is {network.Task}");
        if ((options.MaxTimeStretch > 0 || options.MaxShift > 0 || options.InputNoise > 0 || options.MaxTimeMaskFraction > 0) && network.Embedding is not null)
            faults.Add("tokens take no noise, mask, stretch or shift");
        if (faults.Count > 0)
            throw new ArgumentException($"The fit cannot be started: {string.Join("; ", faults)}.");
    }

    // What a piece of a sequence does not know of the pieces before it, beside the states that go on.
    private static IEnumerable<string> Truncation(NetworkDescription network, SequenceData data)
    {
        using var scope = NewDisposeScope();
        if (!network.HasOutputPerStep && data.Gather(zeros(1, dtype: ScalarType.Int64)).Targets.dim() != 4)
            yield return $"truncated steps need an answer at every step, this network reads {network.Pooling}";
        if (network.Layers.Any(layer => layer.Direction != SequenceDirection.Forward))
            yield return "truncated steps need layers that walk forward";
        if (data.Lengths is not null)
            yield return "truncated steps need sequences of one length";
        if (network.MinimumSteps > 1 || network.Forecast.HasDifferences || network.Normalization == InputNormalization.Window)
            yield return "truncated steps do not go with a seasonal base, differences or normalization Window, which look back beyond a piece";
    }
}
