namespace MlNetRecurrent;

/// <summary>What is wrong with how a description treats the history of its targets.</summary>
internal static class ForecastFaults
{
    private const int MostQuantiles = 99;

    public static IEnumerable<string> Of(NetworkDescription network, int largestSize)
    {
        if (!Enum.IsDefined(network.Transform) || !Enum.IsDefined(network.Base))
            yield return $"transform {network.Transform} or base {network.Base} is not known";
        if (network.Task != RecurrentTask.Forecast)
        {
            foreach (var use in Uses(network))
                yield return $"{use} is given for the task {network.Task}, which forecasts nothing";
            yield break;
        }

        IEnumerable<string> faults =
        [
            .. OfHistory(network),
            .. OfTransform(network),
            .. OfBase(network, largestSize),
            .. OfQuantiles(network, largestSize),
            .. OfKnown(network, largestSize),
        ];
        foreach (var fault in faults)
            yield return fault;
    }

    // What is said of the targets' history beyond the defaults.
    private static IEnumerable<string> Uses(NetworkDescription network)
    {
        if (network.TargetFeatures.Count > 0)
            yield return "a list of target features";
        if (network.Transform != TargetTransform.None)
            yield return $"transform {network.Transform}";
        if (network.Base != BaseForecast.None)
            yield return $"base {network.Base}";
        if (network.Differences)
            yield return "the use of differences";
        if (network.Quantiles.Count > 0)
            yield return "a list of quantiles";
        if (network.Known != 0)
            yield return "a number of covariates known ahead";
    }

    private static IEnumerable<string> OfKnown(NetworkDescription network, int largestSize)
    {
        if (network.Known == 0)
            yield break;
        if (NetworkFaults.Range("known", network.Known, largestSize) is { } known)
            yield return known;
        if (network.Embedding is not null)
            yield return "covariates known ahead do not apply beside an embedding";
        if (network.Read != SequenceReading.Last)
            yield return $"reading is {network.Read}, expected {nameof(SequenceReading.Last)} beside covariates known ahead: every step of the horizon is read";
    }

    private static IEnumerable<string> OfQuantiles(NetworkDescription network, int largestSize)
    {
        var levels = network.Quantiles;
        if (levels.Count == 0)
            yield break;
        var text = string.Join(", ", levels.Take(MostQuantiles).Select(level => FormattableString.Invariant($"{level}")));
        if (levels.Count > MostQuantiles)
            yield return $"there are {levels.Count} quantiles, expected at most {MostQuantiles}";
        if (levels.Any(level => level is not (> 0 and < 1)) || levels.Zip(levels.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return $"quantiles are {text}, expected above 0 and below 1, ascending";
        else if (!levels.Contains(0.5))
            yield return $"quantiles are {text}, expected 0.5 among them: it is the forecast";
        if ((long)network.Horizon * network.Targets * levels.Count > largestSize)
            yield return $"horizon * targets * quantiles is {(long)network.Horizon * network.Targets * levels.Count}, expected at most {largestSize}";
    }

    private static IEnumerable<string> OfHistory(NetworkDescription network)
    {
        if (network.TargetFeatures.Count == 0)
        {
            foreach (var need in Needs(network))
                yield return $"{need} needs target features: which feature each target is";
            yield break;
        }

        if (network.Embedding is not null)
            yield return "target features do not apply to the tokens of an embedding";
        if (network.TargetFeatures.Count != network.Targets)
            yield return $"there are {network.TargetFeatures.Count} target features, expected one for each of {network.Targets} targets";
        foreach (var feature in network.TargetFeatures.Where(feature => feature < 0 || feature >= network.Features))
            yield return $"target feature {feature} is not one of the features 0 to {network.Features - 1}";
        if (network.TargetFeatures.Distinct().Count() != network.TargetFeatures.Count)
            yield return $"target features are {string.Join(", ", network.TargetFeatures)}, expected each once";
    }

    private static IEnumerable<string> Needs(NetworkDescription network)
    {
        if (network.Normalization == InputNormalization.Window)
            yield return $"normalization {network.Normalization}";
        if (network.Base != BaseForecast.None)
            yield return $"base {network.Base}";
        if (network.Differences)
            yield return "the use of differences";
    }

    private static IEnumerable<string> OfTransform(NetworkDescription network)
    {
        if (network.Transform != TargetTransform.None && network.Embedding is not null)
            yield return $"transform {network.Transform} does not apply beside an embedding";
        if (!double.IsFinite(network.TransformOffset))
            yield return FormattableString.Invariant($"transform offset is {network.TransformOffset}, expected a finite number");
        else if (network.Transform == TargetTransform.None && network.TransformOffset != 0)
            yield return FormattableString.Invariant($"transform offset is {network.TransformOffset}, expected 0 without a transform");
    }

    private static IEnumerable<string> OfBase(NetworkDescription network, int largestSize)
    {
        var isSeasonal = network.Base is BaseForecast.Seasonal or BaseForecast.Drift;
        if (network.SeasonalKnown.Count > 0)
        {
            if (!isSeasonal || network.Season != 0)
                yield return $"base is {network.Base} with season {network.Season}, expected Seasonal or Drift with season 0 for a season that is known ahead";
            if (network.SeasonalKnown.Count != network.Targets)
                yield return $"there are {network.SeasonalKnown.Count} seasonal covariates, expected one for each of {network.Targets} targets";
            foreach (var covariate in network.SeasonalKnown.Where(covariate => covariate < 0 || covariate >= network.Known))
                yield return $"seasonal covariate {covariate} is not one of the {network.Known} covariates known ahead, which are counted from 0";
        }
        else if (isSeasonal)
        {
            if (NetworkFaults.Range("season", network.Season, largestSize) is { } season)
                yield return $"{season} for base {network.Base}";
        }
        else if (network.Season != 0)
        {
            yield return $"season is {network.Season}, expected 0 with base {network.Base}";
        }
    }
}
