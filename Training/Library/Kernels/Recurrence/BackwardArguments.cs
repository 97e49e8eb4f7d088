namespace MlNetRecurrent.Training;

/// <summary>What the backward pass of a recurrence reads and writes. Input and weights are those of its forward pass.</summary>
internal unsafe struct BackwardArguments
{
    /// <summary>[batch, time, input]: the input of the forward pass.</summary>
    public SequencePointer Input;

    /// <summary>The gradient of the output, [batch, time, hidden]; none for zeros. Values after the end of a sequence are not read.</summary>
    public SequencePointer OutputGradient;

    /// <summary>The gradient of the final hidden state, [batch, hidden]; null for zeros.</summary>
    public float* FinalHiddenGradient;

    /// <summary>The gradient of the final cell state, [batch, hidden]; null for zeros.</summary>
    public float* FinalCellGradient;

    /// <summary>Receives the gradients of the weights; those that are null are not computed.</summary>
    public WeightPointers WeightGradients;

    /// <summary>Receives the gradient of the input, [batch, time, input], with zeros after the end of a sequence; none if it is not wanted.</summary>
    public SequencePointer InputGradient;

    /// <summary>Receives the gradient of the initial hidden state, [batch, hidden]; null if it is not wanted.</summary>
    public float* InitialHiddenGradient;

    /// <summary>Likewise for the initial cell state.</summary>
    public float* InitialCellGradient;
}
