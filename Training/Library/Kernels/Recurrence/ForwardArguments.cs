namespace MlNetRecurrent.Training;

/// <summary>What the forward pass of a recurrence reads and writes.</summary>
internal unsafe struct ForwardArguments
{
    public WeightPointers Weights;

    /// <summary>[batch, time, input].</summary>
    public SequencePointer Input;

    /// <summary>The state before the first step, [batch, hidden]; null for zeros.</summary>
    public float* InitialHidden;

    /// <summary>Likewise; null also for cells without a cell state.</summary>
    public float* InitialCell;

    /// <summary>Receives the hidden states, [batch, time, hidden], with zeros after the end of a sequence; none if they are not wanted.</summary>
    public SequencePointer Output;

    /// <summary>Receives the hidden state after the last step of each sequence, [batch, hidden]; null if it is not wanted.</summary>
    public float* FinalHidden;

    /// <summary>Likewise; null also for cells without a cell state.</summary>
    public float* FinalCell;
}
