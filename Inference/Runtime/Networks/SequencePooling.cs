namespace MlNetRecurrent;

/// <summary>Which hidden states of the last recurrent layer the head reads.</summary>
public enum SequencePooling
{
    /// <summary>
    /// The final state of each direction: [batch, directions * hidden]. For a forward network this is the last time step.
    /// A bidirectional network's reverse direction ends at the first step, so its final state has seen the whole sequence too.
    /// </summary>
    FinalState,

    /// <summary>
    /// The last time step of each direction, <c>output[:, -1]</c>: [batch, directions * hidden]. It differs from <see cref="FinalState"/> in the
    /// reverse direction, which has seen nothing but the last time step there.
    /// </summary>
    LastStep,

    /// <summary>Every time step: [batch, time, directions * hidden].</summary>
    None,

    /// <summary>The mean over the time steps of each sequence's own length: [batch, directions * hidden].</summary>
    Mean,

    /// <summary>The largest value of each hidden unit over the time steps of each sequence's own length: [batch, directions * hidden].</summary>
    Max,
}
