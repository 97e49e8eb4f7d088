namespace MlNetRecurrent;

/// <summary>A validated batch as pointers, the input of the engines. Its creator keeps the memory pinned.</summary>
internal unsafe struct PinnedBatch
{
    /// <summary>The concatenated sequences of values, [time, features] each; null for tokens.</summary>
    public float* Values;

    /// <summary>The concatenated sequences of token IDs, [time] each; null for values.</summary>
    public long* Tokens;

    /// <summary>The concatenated future covariates of the sequences, [time + horizon, covariates] each; null for none.</summary>
    public float* FutureCovariates;

    /// <summary>The concatenated values of the other inputs of each sequence; null for none.</summary>
    public float* OtherInputs;

    /// <summary>The number of sequences, at least 1.</summary>
    public int Count;

    /// <summary>The number of time steps: per sequence, or in total for variable-length sequences.</summary>
    public int Time;

    /// <summary>The number of time steps of each sequence, at least 1; null if every sequence has <see cref="Time"/> steps.</summary>
    public int* Lengths;

    /// <summary>The buffer for the concatenated outputs.</summary>
    public float* Outputs;

    /// <summary>The buffer for the quantiles of the concatenated outputs, [output value, levels]; null for none.</summary>
    public float* Quantiles;

    /// <summary>The initial states [sequence, state]; null for zeros.</summary>
    public float* InitialStates;

    /// <summary>The buffer for the final states [sequence, state]; null for none.</summary>
    public float* FinalStates;
}
