namespace MlNetRecurrent;

/// <summary>A checked batch as the engines take it. Whoever makes it keeps the memory in place.</summary>
internal unsafe struct PinnedBatch
{
    /// <summary>[time, features] of one sequence behind another, or null where tokens are read.</summary>
    public float* Values;

    /// <summary>[time] of one sequence behind another, or null where values are read.</summary>
    public long* Tokens;

    /// <summary>[time + horizon, covariates] of one sequence behind another, or null where none are known ahead.</summary>
    public float* FutureCovariates;

    /// <summary>How many sequences there are, at least 1.</summary>
    public int Count;

    /// <summary>Time steps of every sequence; where they differ, of all together.</summary>
    public int Time;

    /// <summary>Time steps of each sequence, at least 1; null where all have <see cref="Time"/>.</summary>
    public int* Lengths;

    /// <summary>Takes the answers, one behind another.</summary>
    public float* Outputs;

    /// <summary>Takes the quantiles, one answer's behind another's: [answer, levels]; or null.</summary>
    public float* Quantiles;

    /// <summary>[sequence, state], or null for zeros.</summary>
    public float* InitialStates;

    /// <summary>Takes [sequence, state], or null.</summary>
    public float* FinalStates;
}
