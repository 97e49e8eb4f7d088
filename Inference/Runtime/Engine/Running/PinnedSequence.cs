namespace MlNetRecurrent.Engine;

/// <summary>The buffers of one sequence: its input, states and outputs.</summary>
internal unsafe struct PinnedSequence
{
    /// <summary>The input values, [time, features], or null if the input is tokens.</summary>
    public float* Values;

    /// <summary>The input tokens, [time], or null if the input is values.</summary>
    public long* Tokens;

    /// <summary>The future covariates, [time + horizon, covariates], or null if there are none.</summary>
    public float* FutureCovariates;

    /// <summary>The number of input steps, at least 1.</summary>
    public int InputLength;

    /// <summary>
    /// The number of time steps that the layers process: the input steps and, with future covariates, those of the horizon. Convolutions change it
    /// while the sequence passes through the layers.
    /// </summary>
    public int Length;

    /// <summary>The buffer for the output: [outputs], or [time, outputs].</summary>
    public float* Output;

    /// <summary>The buffer for the quantiles; null for a network without.</summary>
    public float* Quantiles;

    /// <summary>The state before the first step, or null for that of the network.</summary>
    public float* InitialState;

    /// <summary>The buffer for the state after the last step, or null.</summary>
    public float* FinalState;

    /// <summary>The prepared input of the first layer, [length, input], or null if the input needs no preparation.</summary>
    public float* Columns;

    /// <summary>
    /// The scale [targets] followed by the shift [targets] that denormalize the scores of this sequence; null if they do not depend on the sequence.
    /// </summary>
    public float* Level;

    /// <summary>
    /// The mean of each column over the input steps [columns] followed by the standard deviations [columns], in units of the trained scale; null if
    /// no future covariate is a lag that is normalized with them.
    /// </summary>
    public float* Window;

    /// <summary>The transformed targets of past steps: [slot, targets], with <see cref="HistoryStride"/> floats between values; or null.</summary>
    public float* History;

    /// <summary>The number of floats from one value of the history to the next.</summary>
    public nint HistoryStride;

    /// <summary>The number of slots in the history; step s is in slot s modulo this.</summary>
    public int HistorySize;

    /// <summary>The number of time steps of the stream before this sequence.</summary>
    public long PriorSteps;

    /// <summary>
    /// The codes of the categories at the last step of a stream, [categories], for the steps of the horizon; null for a sequence, whose values
    /// contain them.
    /// </summary>
    public float* LastCodes;

    /// <summary>The future covariates that are the targets of one season earlier, transformed: [length, targets]; or null.</summary>
    public float* SeasonalValues;
}
