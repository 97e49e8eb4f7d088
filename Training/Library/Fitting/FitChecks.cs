using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that options and data are compatible with a network, before LibTorch fails on them.</summary>
internal static class FitChecks
{
    /// <exception cref="ArgumentException">An option is incompatible with the network or the data; the message lists every error.</exception>
    public static void CheckOptions(NetworkDescription network, FitOptions options, SequenceData data, SequenceData? validation)
    {
        if (!network.HasHead)
            throw new ArgumentException($"A network for the task {network.Task} has no head to fit: choose another task.");
        var errors = new List<string>();
        if (options.ClassWeights is { } weights && weights.Count != network.Classes)
            errors.Add($"there must be one class weight for each of the {network.Classes} classes, got {weights.Count}");
        if (options.Loss != ForecastLoss.MeanSquaredError && (network.Task != RecurrentTask.Forecast || network.Forecast.Quantiles.Count > 0))
        {
            errors.Add($"the loss {options.Loss} is incompatible with " +
                (network.Forecast.Quantiles.Count > 0 ? "quantiles, which are fitted with the pinball loss" : $"the task {network.Task}"));
        }

        if (options.Patience is not null && validation is null)
            errors.Add("patience requires validation data");
        if (options.StoppingThreshold is not null && validation is null)
            errors.Add("a stopping threshold requires validation data");
        if (options.TruncatedBpttSteps is not null)
            errors.AddRange(CheckTruncation(network, data));
        if (options.MaxTimeStretch > 0 && network.Task != RecurrentTask.Classify)
            errors.Add($"time stretch requires sequences with one class each, the task is {network.Task}");
        if (options.MaxShift > 0 && network.Task != RecurrentTask.Classify)
            errors.Add($"shift requires sequences with one class each, the task is {network.Task}");
        var isAugmented = options.MaxTimeStretch > 0 || options.MaxShift > 0 || options.InputNoise > 0 || options.MaxTimeMaskFraction > 0;
        if (isAugmented && network.Embedding is not null)
            errors.Add("noise, time mask, time stretch and shift cannot be applied to tokens");
        if ((options.MaxTimeStretch > 0 || options.MaxShift > 0) && network.Categories.Count > 0)
            errors.Add("time stretch and shift cannot be applied to the codes of categories");
        if (errors.Count > 0)
            throw new ArgumentException($"The options of the fit are invalid: {string.Join("; ", errors)}.");
    }

    // Segments of a sequence share nothing but the states that are carried over.
    private static IEnumerable<string> CheckTruncation(NetworkDescription network, SequenceData data)
    {
        using var scope = NewDisposeScope();
        if (!network.HasOutputPerStep && data.Gather(zeros(1, dtype: ScalarType.Int64)).Targets.dim() != 4)
            yield return $"truncated back-propagation requires an output at every time step, the pooling of this network is {network.Pooling}";
        if (network.Layers.Any(layer => layer.Direction != SequenceDirection.Forward))
            yield return "truncated back-propagation requires forward layers";
        if (data.Lengths is not null)
            yield return "truncated back-propagation requires sequences of equal length";
        if (network.ReversesOutput)
            yield return "truncated back-propagation is incompatible with outputs in reverse order of time";
        if (network.HasConvolutions)
            yield return "truncated back-propagation is incompatible with convolutions, which need steps of other segments";
        else if (network.Pooling == SequencePooling.LastSteps && network.PooledSteps > 1)
            yield return $"truncated back-propagation is incompatible with the pooling {network.Pooling}, which needs earlier steps";
        else if (network.MinSteps > 1 || network.Forecast.HasDifferences || network.Normalization == InputNormalization.Window)
        {
            yield return "truncated back-propagation is incompatible with a seasonal residual baseline, differences and the normalization Window, "
                + "which need earlier steps";
        }
    }
}
