namespace MlNetRecurrent;

/// <summary>What is wrong with how a description treats the history of its targets.</summary>
internal static class ForecastValidator
{
    private const int MaxQuantiles = 99;

    public static IEnumerable<string> FindErrors(NetworkDescription network, int maxSize)
    {
        if (!Enum.IsDefined(network.Forecast.Transform) || !Enum.IsDefined(network.Forecast.ResidualBaseline))
            yield return $"transform {network.Forecast.Transform} or base {network.Forecast.ResidualBaseline} is not known";
        if (network.Task != RecurrentTask.Forecast)
        {
            foreach (var use in Uses(network))
                yield return $"{use} is given for the task {network.Task}, which forecasts nothing";
            yield break;
        }

        IEnumerable<string> faults =
        [
            .. FindHistoryErrors(network),
            .. FindTransformErrors(network),
            .. FindBaselineErrors(network, maxSize),
            .. FindQuantileErrors(network, maxSize),
            .. FindCovariateErrors(network, maxSize),
        ];
        foreach (var fault in faults)
            yield return fault;
    }

    // What is said of the targets' history beyond the defaults.
    private static IEnumerable<string> Uses(NetworkDescription network)
    {
        if (network.Forecast.TargetFeatures.Count > 0)
            yield return "a list of target features";
        if (network.Forecast.Transform != TargetTransform.None)
            yield return $"transform {network.Forecast.Transform}";
        if (network.Forecast.ResidualBaseline != ResidualBaseline.None)
            yield return $"base {network.Forecast.ResidualBaseline}";
        if (network.Forecast.HasDifferences)
            yield return "the use of differences";
        if (network.Forecast.Quantiles.Count > 0)
            yield return "a list of quantiles";
        if (network.Forecast.FutureCovariates != 0)
            yield return "a number of covariates known ahead";
    }

    private static IEnumerable<string> FindCovariateErrors(NetworkDescription network, int largestSize)
    {
        if (network.Forecast.FutureCovariates == 0)
            yield break;
        if (NetworkValidator.CheckRange("known", network.Forecast.FutureCovariates, largestSize) is { } known)
            yield return known;
        if (network.Embedding is not null)
            yield return "covariates known ahead do not apply beside an embedding";
        if (network.Pooling != SequencePooling.FinalState)
            yield return $"reading is {network.Pooling}, expected {nameof(SequencePooling.FinalState)} beside covariates known ahead: every step of the horizon is read";
    }

    private static IEnumerable<string> FindQuantileErrors(NetworkDescription network, int largestSize)
    {
        var levels = network.Forecast.Quantiles;
        if (levels.Count == 0)
            yield break;
        var text = string.Join(", ", levels.Take(MaxQuantiles).Select(level => FormattableString.Invariant($"{level}")));
        if (levels.Count > MaxQuantiles)
            yield return $"there are {levels.Count} quantiles, expected at most {MaxQuantiles}";
        if (levels.Any(level => level is not (> 0 and < 1)) || levels.Zip(levels.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return $"quantiles are {text}, expected above 0 and below 1, ascending";
        else if (!levels.Contains(0.5))
            yield return $"quantiles are {text}, expected 0.5 among them: it is the forecast";
        if ((long)network.Forecast.Horizon * network.Forecast.Targets * levels.Count > largestSize)
            yield return $"horizon * targets * quantiles is {(long)network.Forecast.Horizon * network.Forecast.Targets * levels.Count}, expected at most {largestSize}";
    }

    private static IEnumerable<string> FindHistoryErrors(NetworkDescription network)
    {
        if (network.Forecast.TargetFeatures.Count == 0)
        {
            foreach (var need in Needs(network))
                yield return $"{need} needs target features: which feature each target is";
            yield break;
        }

        if (network.Embedding is not null)
            yield return "target features do not apply to the tokens of an embedding";
        if (network.Forecast.TargetFeatures.Count != network.Forecast.Targets)
            yield return $"there are {network.Forecast.TargetFeatures.Count} target features, expected one for each of {network.Forecast.Targets} targets";
        foreach (var feature in network.Forecast.TargetFeatures.Where(feature => feature < 0 || feature >= network.Features))
            yield return $"target feature {feature} is not one of the features 0 to {network.Features - 1}";
        if (network.Forecast.TargetFeatures.Distinct().Count() != network.Forecast.TargetFeatures.Count)
            yield return $"target features are {string.Join(", ", network.Forecast.TargetFeatures)}, expected each once";
    }

    private static IEnumerable<string> Needs(NetworkDescription network)
    {
        if (network.Normalization == InputNormalization.Window)
            yield return $"normalization {network.Normalization}";
        if (network.Forecast.ResidualBaseline != ResidualBaseline.None)
            yield return $"base {network.Forecast.ResidualBaseline}";
        if (network.Forecast.HasDifferences)
            yield return "the use of differences";
    }

    private static IEnumerable<string> FindTransformErrors(NetworkDescription network)
    {
        if (network.Forecast.Transform != TargetTransform.None && network.Embedding is not null)
            yield return $"transform {network.Forecast.Transform} does not apply beside an embedding";
        if (!double.IsFinite(network.Forecast.TransformOffset))
            yield return FormattableString.Invariant($"transform offset is {network.Forecast.TransformOffset}, expected a finite number");
        else if (network.Forecast.Transform == TargetTransform.None && network.Forecast.TransformOffset != 0)
            yield return FormattableString.Invariant($"transform offset is {network.Forecast.TransformOffset}, expected 0 without a transform");
    }

    private static IEnumerable<string> FindBaselineErrors(NetworkDescription network, int largestSize)
    {
        var isSeasonal = network.Forecast.ResidualBaseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift;
        if (network.Forecast.SeasonalCovariates.Count > 0)
        {
            if (!isSeasonal || network.Forecast.SeasonLength != 0)
                yield return $"base is {network.Forecast.ResidualBaseline} with season {network.Forecast.SeasonLength}, expected Seasonal or Drift with season 0 for a season that is known ahead";
            if (network.Forecast.SeasonalCovariates.Count != network.Forecast.Targets)
                yield return $"there are {network.Forecast.SeasonalCovariates.Count} seasonal covariates, expected one for each of {network.Forecast.Targets} targets";
            foreach (var covariate in network.Forecast.SeasonalCovariates.Where(covariate => covariate < 0 || covariate >= network.Forecast.FutureCovariates))
                yield return $"seasonal covariate {covariate} is not one of the {network.Forecast.FutureCovariates} covariates known ahead, which are counted from 0";
        }
        else if (isSeasonal)
        {
            if (NetworkValidator.CheckRange("season", network.Forecast.SeasonLength, largestSize) is { } season)
                yield return $"{season} for base {network.Forecast.ResidualBaseline}";
        }
        else if (network.Forecast.SeasonLength != 0)
        {
            yield return $"season is {network.Forecast.SeasonLength}, expected 0 with base {network.Forecast.ResidualBaseline}";
        }
    }
}
