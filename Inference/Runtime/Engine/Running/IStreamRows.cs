namespace MlNetRecurrent.Engine;

/// <summary>The rows of a step of streams: where their states are, and how they get into the panels of the kernels.</summary>
internal interface IStreamRows
{
    /// <summary>Gets the state of a row.</summary>
    StreamState GetState(int row);

    /// <summary>Returns panels with the states of a direction.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="panels">The panels of the calling thread.</param>
    /// <param name="stride">The number of floats from one value of the panels to the next.</param>
    StatePanels Load(PackedDirection direction, ref StatePanels panels, nint stride);

    /// <summary>Stores the new states of a direction.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="panels">The panels that <see cref="Load"/> returned, after the step.</param>
    /// <param name="stride">The number of floats from one value of the panels to the next.</param>
    void Store(PackedDirection direction, in StatePanels panels, nint stride);
}
