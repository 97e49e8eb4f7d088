namespace MlNetRecurrent.Onnx;

/// <summary>States of one direction of one recurrent node.</summary>
internal readonly record struct StateEntry(RecurrentNode Node, int Direction, StatePosition Moment)
{
    /// <summary>The order in which the states are walked.</summary>
    public SequenceDirection SequenceDirection => Node.Directions[Direction];

    /// <summary>Whether the state is the one that the walk through time ends with.</summary>
    public bool IsFinal => Moment switch
    {
        StatePosition.Final => true,
        StatePosition.LastStep => SequenceDirection == SequenceDirection.Forward,
        StatePosition.FirstStep => SequenceDirection == SequenceDirection.Reverse,
        _ => false,
    };
}
