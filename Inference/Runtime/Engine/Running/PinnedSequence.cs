namespace MlNetRecurrent.Engine;

/// <summary>Where one sequence is read and answered.</summary>
internal unsafe struct PinnedSequence
{
    /// <summary>[time, features], or null where tokens are read.</summary>
    public float* Values;

    /// <summary>[time], or null where values are read.</summary>
    public long* Tokens;

    /// <summary>[time + horizon, covariates], or null where none are known ahead.</summary>
    public float* FutureCovariates;

    /// <summary>Time steps that are fed, at least 1.</summary>
    public int InputLength;

    /// <summary>Time steps that the layers walk: those that are fed, and those of a horizon that is known ahead.</summary>
    public int Length;

    /// <summary>Takes the answer: [outputs], or [time, outputs].</summary>
    public float* Output;

    /// <summary>Takes the quantiles of the answer; null in a network without.</summary>
    public float* Quantiles;

    /// <summary>The state before the first step, or null for zeros.</summary>
    public float* InitialState;

    /// <summary>Takes the state after the last step, or null.</summary>
    public float* FinalState;

    /// <summary>[length, input] as the first layer reads it, or null where the values are read as they are fed.</summary>
    public float* Columns;

    /// <summary>[targets] that scores are multiplied by, and [targets] that are added, of a sequence with a level of its own; or null.</summary>
    public float* Level;

    /// <summary>The history of the targets, transformed: [place, targets], each <see cref="HistoryStride"/> floats behind the one before; or null.</summary>
    public float* History;

    /// <summary>Floats from one value of the history to the next.</summary>
    public nint HistoryStride;

    /// <summary>Places of the history: step s stands at s modulo this.</summary>
    public int HistorySize;

    /// <summary>Time steps that were seen before this sequence, in a stream.</summary>
    public long PriorSteps;

    /// <summary>[length, targets]: the covariates known ahead that are the targets a season before, transformed; or null.</summary>
    public float* SeasonalValues;
}
