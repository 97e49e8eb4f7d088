namespace MlNetRecurrent;

/// <summary>In which order a recurrent layer walks through time.</summary>
public enum SequenceDirection
{
    /// <summary>From the first step to the last.</summary>
    Forward,

    /// <summary>From the last step to the first.</summary>
    Reverse,

    /// <summary>Both; the hidden states stand side by side, forward first: [batch, time, 2 * hidden].</summary>
    Bidirectional,
}
