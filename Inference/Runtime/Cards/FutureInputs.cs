namespace MlNetRecurrent;

/// <summary>
/// What is known about the time steps of a sequence and of the horizon that follows it: the inputs from which the future covariates of a model are
/// computed, as its card says. It refers to the caller's memory; nothing is copied.
/// </summary>
/// <remarks>
/// Set either <see cref="Covariates"/>, or those of the other properties that the model requires; <see cref="FutureCovariateBuilder"/> says which.
/// </remarks>
public readonly ref struct FutureInputs
{
    /// <summary>
    /// The values of all future covariates, [time + horizon, covariates], in the order of <see cref="ModelSignature.FutureCovariateNames"/>: for a
    /// caller that has them already, such as from <see cref="FutureCovariateBuilder"/>. Empty to compute them from the other properties.
    /// </summary>
    public ReadOnlySpan<float> Covariates { get; init; }

    /// <summary>
    /// The values of the columns of future covariates, [time + horizon, columns], in the order of <see cref="DataColumns.FutureCovariates"/>; empty
    /// for a model without such columns.
    /// </summary>
    public ReadOnlySpan<float> Columns { get; init; }

    /// <summary>
    /// The times of the steps of the sequence and of its horizon, [time + horizon], each later than the one before; empty for a model without
    /// <see cref="DataColumns.CalendarFields"/>, <see cref="DataColumns.Holidays"/> and <see cref="DataColumns.Seasons"/> of dates. Clock times as in
    /// the training data, whose times with an offset from UTC were converted to UTC; UTC for a model whose <see cref="DataColumns.Grid"/> has a time
    /// zone. <see cref="DateTime.Kind"/> is ignored.
    /// </summary>
    public ReadOnlySpan<DateTime> Times { get; init; }

    /// <summary>
    /// The values of the targets at the steps directly before the sequence, oldest first, [longest lag, targets]; empty for a model without
    /// <see cref="DataColumns.Lags"/>. Lags that reach back into the sequence itself are taken from it. In a stream, those before the step, or before
    /// the horizon.
    /// </summary>
    public ReadOnlySpan<float> EarlierTargets { get; init; }
}
