namespace MlNetRecurrent;

/// <summary>Errors about the future covariates of a model, which name them.</summary>
internal static class FutureCovariateChecks
{
    private const int MaxNames = 20;

    /// <summary>Checks inputs that contain all covariates, or that belong to a model without any.</summary>
    /// <exception cref="ArgumentException">The inputs contain more than the covariates.</exception>
    /// <exception cref="InvalidOperationException">The model has no future covariates.</exception>
    public static void CheckGiven(NetworkDescription network, in FutureInputs future)
    {
        if (network.Forecast.FutureCovariates == 0)
            throw new InvalidOperationException("This model has no future covariates: score the sequence alone.");
        if (!future.Columns.IsEmpty || !future.Times.IsEmpty || !future.EarlierTargets.IsEmpty)
        {
            throw new ArgumentException(
                $"{nameof(FutureInputs.Covariates)} has the values of all future covariates: leave {nameof(FutureInputs.Columns)}, "
                + $"{nameof(FutureInputs.Times)} and {nameof(FutureInputs.EarlierTargets)} empty.",
                nameof(future));
        }
    }

    /// <summary>Creates the error for a sequence without its future covariates.</summary>
    /// <param name="card">The card of the model.</param>
    /// <param name="builder">Computes the future covariates; null if the card does not say what they are.</param>
    public static InvalidOperationException CreateMissingError(ModelCard card, FutureCovariateBuilder? builder)
    {
        var compute = builder is null ? "" : $"call Score with {nameof(FutureInputs)} ({builder.DescribeInputs()}), or ";
        return new InvalidOperationException(
            $"This model requires {Describe(card, builder)} at the time steps of a sequence and of its horizon: {compute}"
            + $"set {nameof(SequenceBatch)}.{nameof(SequenceBatch.FutureCovariates)} to [time + horizon, covariates] for each sequence.");
    }

    /// <summary>Returns the number and names of the future covariates.</summary>
    public static string Describe(ModelCard card, FutureCovariateBuilder? builder)
    {
        var count = card.Network.Forecast.FutureCovariates;
        var text = count == 1 ? "1 future covariate" : $"{count} future covariates";
        if (builder is null)
            return text;
        var names = string.Join(", ", builder.Names.Take(MaxNames).Select(name => $"'{name}'"));
        return $"{text} ({names}{(builder.Names.Count > MaxNames ? ", ..." : "")})";
    }
}
