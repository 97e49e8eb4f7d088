namespace MlNetRecurrent;

/// <summary>The order in which a recurrent layer processes the time steps.</summary>
public enum SequenceDirection
{
    /// <summary>From the first step to the last.</summary>
    Forward,

    /// <summary>From the last step to the first.</summary>
    Reverse,

    /// <summary>In both directions; the hidden states are concatenated along the last axis, forward first: [batch, time, 2 * hidden].</summary>
    Bidirectional,
}
