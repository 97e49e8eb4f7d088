namespace MlNetRecurrent.Onnx;

/// <summary>Which states of a direction a signal holds.</summary>
internal enum StatePosition
{
    /// <summary>The hidden states at every step: a signal with a time axis.</summary>
    Every,

    /// <summary>The final hidden state, Y_h.</summary>
    Final,

    /// <summary>The final cell state, Y_c.</summary>
    FinalCell,

    /// <summary>The hidden state at the last time step.</summary>
    LastStep,

    /// <summary>The hidden state at the first time step.</summary>
    FirstStep,
}
