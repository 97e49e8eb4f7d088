namespace MlNetRecurrent.Kernels;

/// <summary>Where one sequence is read and answered.</summary>
internal unsafe struct SequenceTask
{
    /// <summary>[time, features], or null where tokens are read.</summary>
    public float* Values;

    /// <summary>[time], or null where values are read.</summary>
    public long* Tokens;

    /// <summary>Time steps, at least 1.</summary>
    public int Length;

    /// <summary>Takes the answer: [outputs], or [time, outputs].</summary>
    public float* Answer;

    /// <summary>The state before the first step, or null for zeros.</summary>
    public float* Initial;

    /// <summary>Takes the state after the last step, or null.</summary>
    public float* Final;
}
