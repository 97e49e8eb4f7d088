namespace MlNetRecurrent;

/// <summary>
/// A batch of sequences to score: of equal or variable length, optionally with initial states, final states, future covariates and quantiles. It
/// refers to the caller's memory; nothing is copied.
/// </summary>
public readonly ref struct SequenceBatch
{
    /// <summary>The concatenated sequences of values, [time, features] each, without padding; empty for a model that reads tokens.</summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>
    /// The concatenated sequences of token IDs, [time] each, from 0 to vocabulary size - 1, without padding; empty for a model that reads values.
    /// </summary>
    public ReadOnlySpan<long> Tokens { get; init; }

    /// <summary>
    /// The concatenated future covariates of the sequences, [time + horizon, covariates] each, without padding: the covariates at the time steps of
    /// a sequence, followed by those at the steps of its horizon, in the order of <see cref="ModelSignature.FutureCovariateNames"/>;
    /// <see cref="FutureCovariateBuilder"/> computes those of calendar fields and lags. Empty for a model without future covariates.
    /// </summary>
    public ReadOnlySpan<float> FutureCovariates { get; init; }

    /// <summary>
    /// The concatenated values that the sequences have beside their time steps, for a file of another program with further inputs: for each sequence,
    /// the values of each input in the order of <see cref="GraphDescription.OtherInputs"/>, [values] or [time, values]. Integers are whole numbers,
    /// Booleans 0 or 1. Empty for a model without further inputs.
    /// </summary>
    public ReadOnlySpan<float> OtherInputs { get; init; }

    /// <summary>The number of sequences, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>The number of time steps of each sequence, at least 1; empty for sequences of equal length.</summary>
    public ReadOnlySpan<int> Lengths { get; init; }

    /// <summary>
    /// The states before the first time steps, [sequence, <see cref="RecurrentModel.StateSize"/>]; empty for zeros.
    /// </summary>
    public ReadOnlySpan<float> InitialStates { get; init; }

    /// <summary>
    /// The buffer for the states after the last time steps, [sequence, <see cref="RecurrentModel.StateSize"/>]; empty if not needed.
    /// </summary>
    public Span<float> FinalStates { get; init; }

    /// <summary>
    /// The buffer for the quantiles of the outputs, in the order of the outputs: [horizon, targets, levels] per sequence, or [time, targets, levels]
    /// for a model with an output at every time step; <see cref="RecurrentModel.GetQuantilesSize"/> values per sequence. The levels are those of
    /// <see cref="ForecastDescription.Quantiles"/>. Empty if not needed.
    /// </summary>
    public Span<float> Quantiles { get; init; }
}
