namespace MlNetRecurrent;

/// <summary>
/// Sequences to score together: of one length or of several, from given states, with their final states.
/// It refers to the caller's memory; nothing is copied.
/// </summary>
public readonly ref struct SequenceBatch
{
    /// <summary>
    /// [time, features] of one sequence behind another, without padding; empty for a model that reads tokens.
    /// </summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>[time] token numbers of one sequence behind another, 0 to vocabulary - 1; empty for a model that reads values.</summary>
    public ReadOnlySpan<long> Tokens { get; init; }

    /// <summary>
    /// [time + horizon, covariates] of one sequence behind another, without padding: the covariates known ahead at the steps of each sequence and, right behind
    /// them, at those of its horizon; empty for a model that reads none.
    /// </summary>
    public ReadOnlySpan<float> FutureCovariates { get; init; }

    /// <summary>How many sequences there are, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>Time steps of each sequence, at least 1; or empty where all are of one length.</summary>
    public ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>[sequence, <see cref="RecurrentModel.StateSize"/>]: the states before the first steps; or empty for zeros.</summary>
    public ReadOnlySpan<float> InitialStates { get; init; }

    /// <summary>Takes [sequence, <see cref="RecurrentModel.StateSize"/>], the states after the last steps; or empty where nobody asks.</summary>
    public Span<float> FinalStates { get; init; }

    /// <summary>
    /// Takes the quantiles of the answers, in the order of the answers: [horizon, targets, levels] of one sequence behind another, or where every step is answered
    /// [time, targets, levels]; levels as <see cref="ForecastDescription.Quantiles"/> has them, ascending. <see cref="RecurrentModel.GetQuantilesSize"/>
    /// values for each sequence. Empty where nobody asks.
    /// </summary>
    public Span<float> Quantiles { get; init; }
}
