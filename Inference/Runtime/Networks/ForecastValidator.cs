namespace MlNetRecurrent;

/// <summary>Finds the errors in the forecast part of a network description.</summary>
internal static class ForecastValidator
{
    private const int MaxQuantiles = 99;

    public static IEnumerable<string> FindErrors(NetworkDescription network, int maxSize)
    {
        if (NetworkValidator.CheckDefined("transform", network.Forecast.Transform) is { } transform)
            yield return transform;
        if (NetworkValidator.CheckDefined("residual baseline", network.Forecast.ResidualBaseline) is { } baseline)
            yield return baseline;
        IEnumerable<string> errors = network.Task != RecurrentTask.Forecast
            ? FindSettings(network.Forecast).Select(setting => $"task is {network.Task}, expected {RecurrentTask.Forecast} with {setting}")
            :
            [
                .. FindHistoryErrors(network),
                .. FindTransformErrors(network),
                .. FindBaselineErrors(network.Forecast, maxSize),
                .. FindQuantileErrors(network.Forecast, maxSize),
                .. FindCovariateErrors(network, maxSize),
                .. FindLagErrors(network),
            ];
        foreach (var error in errors)
            yield return error;
    }

    // The settings that are not at their defaults.
    private static IEnumerable<string> FindSettings(ForecastDescription forecast)
    {
        if (forecast.TargetFeatures.Count > 0)
            yield return "target features";
        if (forecast.Transform != TargetTransform.None)
            yield return $"transform {forecast.Transform}";
        if (forecast.ResidualBaseline != ResidualBaseline.None)
            yield return $"residual baseline {forecast.ResidualBaseline}";
        if (forecast.HasDifferences)
            yield return "differences";
        if (forecast.Quantiles.Count > 0)
            yield return "quantiles";
        if (forecast.FutureCovariates != 0)
            yield return "future covariates";
        if (forecast.LagFeatures.Count > 0)
            yield return "lag features";
    }

    private static IEnumerable<string> FindCovariateErrors(NetworkDescription network, int maxSize)
    {
        if (network.Forecast.FutureCovariates == 0)
            yield break;
        if (NetworkValidator.CheckRange("future covariates", network.Forecast.FutureCovariates, maxSize) is { } range)
            yield return range;
        if (network.Embedding is not null)
            yield return "future covariates do not apply to the tokens of an embedding";
        if (network.Pooling != SequencePooling.FinalState)
        {
            yield return $"pooling is {network.Pooling}, expected {SequencePooling.FinalState} with future covariates: "
                + "the head is applied at each step of the horizon";
        }
    }

    private static IEnumerable<string> FindLagErrors(NetworkDescription network)
    {
        var (lags, covariates) = (network.Forecast.LagFeatures, network.Forecast.FutureCovariates);
        if (lags.Count == 0)
            yield break;
        if (network.Normalization != InputNormalization.Window)
            yield return $"normalization is {network.Normalization}, expected {InputNormalization.Window} with lag features";
        if (lags.Count != covariates)
        {
            yield return $"there are {lags.Count} lag features, expected {covariates}: for each future covariate, a feature or null";
            yield break;
        }

        if (lags.All(feature => feature is null))
            yield return "every lag feature is null, expected at least one feature, or no lag features";
        foreach (var feature in lags.OfType<int>().Where(feature => feature < 0 || feature >= network.NumericFeatures).Distinct())
            yield return $"lag feature is {feature}, expected 0 to {network.NumericFeatures - 1}";
    }

    private static IEnumerable<string> FindQuantileErrors(ForecastDescription forecast, int maxSize)
    {
        var levels = forecast.Quantiles;
        if (levels.Count == 0)
            yield break;
        var text = string.Join(", ", levels.Take(MaxQuantiles).Select(level => FormattableString.Invariant($"{level}")));
        if (levels.Count > MaxQuantiles)
            yield return $"there are {levels.Count} quantiles, expected at most {MaxQuantiles}";
        if (levels.Any(level => level is not (> 0 and < 1)) || levels.Zip(levels.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return $"quantiles are {text}, expected values above 0 and below 1 in ascending order";
        else if (!levels.Contains(0.5))
            yield return $"quantiles are {text}, expected to include 0.5: the median is the forecast";
        var size = (long)forecast.Horizon * forecast.Targets * levels.Count;
        if (size > maxSize)
            yield return $"horizon * targets * quantiles is {size}, expected at most {maxSize}";
    }

    private static IEnumerable<string> FindHistoryErrors(NetworkDescription network)
    {
        var (features, targets) = (network.Forecast.TargetFeatures, network.Forecast.Targets);
        if (features.Count == 0)
        {
            foreach (var dependent in FindHistoryDependents(network))
                yield return $"{dependent} target features: for each target, the feature that holds its history";
            yield break;
        }

        if (network.Embedding is not null)
            yield return "target features do not apply to the tokens of an embedding";
        if (features.Count != targets)
            yield return $"there are {features.Count} target features, expected {targets}: one for each target";
        foreach (var feature in features.Where(feature => feature < 0 || feature >= network.NumericFeatures))
            yield return $"target feature is {feature}, expected 0 to {network.NumericFeatures - 1}";
        if (features.Distinct().Count() != features.Count)
            yield return $"target features are {string.Join(", ", features)}, expected no duplicates";
    }

    private static IEnumerable<string> FindHistoryDependents(NetworkDescription network)
    {
        if (network.Normalization == InputNormalization.Window)
            yield return $"normalization {network.Normalization} requires";
        if (network.Forecast.ResidualBaseline != ResidualBaseline.None)
            yield return $"residual baseline {network.Forecast.ResidualBaseline} requires";
        if (network.Forecast.HasDifferences)
            yield return "differences require";
    }

    private static IEnumerable<string> FindTransformErrors(NetworkDescription network)
    {
        var (transform, offset) = (network.Forecast.Transform, network.Forecast.TransformOffset);
        if (transform != TargetTransform.None && network.Embedding is not null)
            yield return $"transform {transform} does not apply to the tokens of an embedding";
        if (!double.IsFinite(offset))
            yield return FormattableString.Invariant($"transform offset is {offset}, expected a finite number");
        else if (transform == TargetTransform.None && offset != 0)
            yield return FormattableString.Invariant($"transform offset is {offset}, expected 0 without a transform");
    }

    private static IEnumerable<string> FindBaselineErrors(ForecastDescription forecast, int maxSize)
    {
        var (baseline, season) = (forecast.ResidualBaseline, forecast.SeasonLength);
        var isSeasonal = baseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift;
        if (forecast.SeasonalCovariates.Count > 0)
        {
            if (!isSeasonal || season != 0)
            {
                yield return $"residual baseline is {baseline} with season length {season}, expected "
                    + $"{ResidualBaseline.SeasonalNaive} or {ResidualBaseline.SeasonalDrift} with season length 0 for seasonal covariates";
            }

            if (forecast.SeasonalCovariates.Count != forecast.Targets)
                yield return $"there are {forecast.SeasonalCovariates.Count} seasonal covariates, expected {forecast.Targets}: one for each target";
            foreach (var covariate in forecast.SeasonalCovariates.Where(covariate => covariate < 0 || covariate >= forecast.FutureCovariates))
                yield return $"seasonal covariate is {covariate}, expected the index of one of the {forecast.FutureCovariates} future covariates";
        }
        else if (isSeasonal)
        {
            if (NetworkValidator.CheckRange("season length", season, maxSize) is { } range)
                yield return $"{range} for residual baseline {baseline}";
        }
        else if (season != 0)
        {
            yield return $"season length is {season}, expected 0 with residual baseline {baseline}";
        }
    }
}
