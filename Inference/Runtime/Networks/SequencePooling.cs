namespace MlNetRecurrent;

/// <summary>How the hidden states of the last recurrent layer become the input of the head.</summary>
public enum SequencePooling
{
    /// <summary>
    /// The final state of each direction: [batch, directions * hidden]. For a forward network this is the last time step. The reverse direction of
    /// a bidirectional network ends at the first time step, so its final state covers the whole sequence too.
    /// </summary>
    FinalState,

    /// <summary>
    /// The last time step of each direction, <c>output[:, -1]</c>: [batch, directions * hidden]. It differs from <see cref="FinalState"/> in the
    /// reverse direction, where it covers the last time step only.
    /// </summary>
    LastStep,

    /// <summary>No pooling: the head is applied at every time step, [batch, time, directions * hidden].</summary>
    None,

    /// <summary>The mean over the valid time steps of each sequence: [batch, directions * hidden].</summary>
    Mean,

    /// <summary>The maximum of each hidden unit over the valid time steps of each sequence: [batch, directions * hidden].</summary>
    Max,

    /// <summary>
    /// The last steps of each sequence, <see cref="NetworkDescription.PooledSteps"/> of them, concatenated in order:
    /// [batch, steps * directions * hidden].
    /// </summary>
    LastSteps,
}
