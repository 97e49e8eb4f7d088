namespace MlNetRecurrent.Onnx;

/// <summary>The states of one direction of a recurrent node.</summary>
internal readonly record struct StateEntry(RecurrentNode Node, int Direction, StatePosition Position)
{
    /// <summary>The order of the time steps.</summary>
    public SequenceDirection SequenceDirection => Node.Directions[Direction];

    /// <summary>Whether the state is the one after the last processed time step.</summary>
    public bool IsFinal => Position switch
    {
        StatePosition.FinalHidden => true,
        StatePosition.LastStep => SequenceDirection == SequenceDirection.Forward,
        StatePosition.FirstStep => SequenceDirection == SequenceDirection.Reverse,
        _ => false,
    };
}
