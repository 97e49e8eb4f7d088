namespace MlNetRecurrent.Onnx;

/// <summary>States of one direction of one recurrent node.</summary>
internal readonly record struct StateEntry(RecurrentNode Node, int Direction, Moment Moment)
{
    /// <summary>The order in which the states are walked.</summary>
    public SequenceDirection Walk => Node.Walks[Direction];

    /// <summary>Whether the state is the one that the walk through time ends with.</summary>
    public bool IsFinal => Moment switch
    {
        Moment.Final => true,
        Moment.LastStep => Walk == SequenceDirection.Forward,
        Moment.FirstStep => Walk == SequenceDirection.Reverse,
        _ => false,
    };
}
