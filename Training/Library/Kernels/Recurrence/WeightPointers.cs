namespace MlNetRecurrent.Training;

/// <summary>
/// The weights of a recurrence, or their gradients, in native memory: contiguous, in PyTorch's layout. Biases may be null, for none; so may all
/// gradients that are not wanted.
/// </summary>
internal unsafe struct WeightPointers
{
    /// <summary>[blocks * hidden, input].</summary>
    public float* Input;

    /// <summary>[blocks * hidden, hidden].</summary>
    public float* Recurrent;

    /// <summary>[blocks * hidden].</summary>
    public float* InputBias;

    /// <summary>[blocks * hidden].</summary>
    public float* RecurrentBias;
}
