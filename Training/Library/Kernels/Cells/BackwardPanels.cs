namespace MlNetRecurrent.Training;

/// <summary>The panels of a time step of the backward pass, each [unit, row]. Panels that a cell does not have are null.</summary>
internal unsafe struct BackwardPanels
{
    /// <summary>The gates: plane by plane.</summary>
    public float* Gates;

    /// <summary>The number of floats from one plane of the gates to the next.</summary>
    public nint Plane;

    public float* PreviousHidden;

    public float* Hidden;

    public float* PreviousCell;

    /// <summary>The gradient of the hidden state.</summary>
    public float* HiddenGradient;

    /// <summary>
    /// The gradient of the cell state: after the step on entry, before it on return; or, for cells without, receives the part of the gradient of the
    /// previous hidden state that passes no product.
    /// </summary>
    public float* Carried;

    /// <summary>The gradient of r * h; later that of the sum of products.</summary>
    public float* ResetGradient;

    /// <summary>Receives the gradients of the products: plane by plane.</summary>
    public float* GateGradients;

    /// <summary>The number of floats from one plane of the gradients to the next, and in each.</summary>
    public int Count;
}
