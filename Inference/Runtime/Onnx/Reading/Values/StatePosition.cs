namespace MlNetRecurrent.Onnx;

/// <summary>Which states of one direction of a recurrent node a signal holds.</summary>
internal enum StatePosition
{
    /// <summary>The hidden states at every step: a signal with a time axis.</summary>
    EveryStep,

    /// <summary>The hidden state after the last processed step (output Y_h): in reverse direction, that of the first time step.</summary>
    FinalHidden,

    /// <summary>The cell state after the last processed step (output Y_c).</summary>
    FinalCell,

    /// <summary>The hidden state at the last time step.</summary>
    LastStep,

    /// <summary>The hidden state at the first time step.</summary>
    FirstStep,

    /// <summary>The hidden state at another time step, <see cref="StateContent.SelectedStep"/>.</summary>
    OneStep,

    /// <summary>The mean of the hidden states over all time steps.</summary>
    Mean,

    /// <summary>The maximum of each hidden unit over all time steps.</summary>
    Maximum,

    /// <summary>The hidden states at several last time steps, concatenated: the first of these steps first.</summary>
    LastSteps,
}
