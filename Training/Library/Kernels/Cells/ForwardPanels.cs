namespace MlNetRecurrent.Training;

/// <summary>The panels of a time step of the forward pass, each [unit, row]. Panels that a cell does not have are null.</summary>
internal unsafe struct ForwardPanels
{
    /// <summary>The products on entry, the gates on return: plane by plane.</summary>
    public float* Gates;

    /// <summary>The number of floats from one plane to the next.</summary>
    public nint Plane;

    public float* PreviousHidden;

    public float* Hidden;

    public float* PreviousCell;

    public float* Cell;

    /// <summary>Receives r * h.</summary>
    public float* ResetHidden;
}
