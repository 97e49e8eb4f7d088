namespace MlNetRecurrent.Training;

/// <summary>A parameter and what its update reads and writes, in native memory: contiguous, and all of the same length.</summary>
internal unsafe struct UpdatePointers
{
    public float* Weight;

    /// <summary>The gradient, which is left unchanged; null if the parameter has none and only its average is updated.</summary>
    public float* Gradient;

    /// <summary>The mean of the gradients, or the momentum; null if the optimizer has none.</summary>
    public float* First;

    /// <summary>The mean of the squared gradients; null if the optimizer has none.</summary>
    public float* Second;

    /// <summary>The moving average of the weights; null for none.</summary>
    public float* Average;

    /// <summary>Returns the pointers to the values from an index on.</summary>
    public readonly UpdatePointers From(nint index) => new()
    {
        Weight = Weight + index,
        Gradient = Move(Gradient, index),
        First = Move(First, index),
        Second = Move(Second, index),
        Average = Move(Average, index),
    };

    private static float* Move(float* pointer, nint index) => pointer == null ? null : pointer + index;
}
