namespace MlNetRecurrent.Training;

/// <summary>How a recurrent layer is run. Members of an ensemble that run side by side share it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="InputSize">The number of values per time step of the input.</param>
/// <param name="HiddenSize">The number of units per direction.</param>
/// <param name="Direction">The direction, or both.</param>
internal sealed record RecurrenceCall(RecurrentCell Cell, int InputSize, int HiddenSize, SequenceDirection Direction)
{
    /// <summary>How the cell differs from the standard one; null if it does not.</summary>
    public CellVariant? Variant { get; init; }

    /// <summary>The number of time steps of each sequence, from 0; null if all have the full length.</summary>
    public long[]? Lengths { get; init; }

    /// <summary>Whether the axes of the input are [batch, time, input] rather than [time, batch, input].</summary>
    public bool IsInputBatchFirst { get; init; } = true;

    /// <summary>Whether the axes of the output are [batch, time, directions * hidden] rather than [time, batch, directions * hidden].</summary>
    public bool IsOutputBatchFirst { get; init; } = true;

    /// <summary>Whether the hidden states of all steps are returned, or only the final states.</summary>
    public bool ReturnsOutput { get; init; } = true;

    /// <summary>
    /// The number of final states, hidden state first, that have gradients. States without a gradient in a backward pass are better left out.
    /// </summary>
    public int TrackedStates { get; init; } = Cell.StateCount;

    public int DirectionCount => Direction == SequenceDirection.Bidirectional ? 2 : 1;

    public RecurrentShape Shape => new(Cell, InputSize, HiddenSize);

    /// <summary>Whether a direction processes sequences from their last step to their first.</summary>
    public bool IsReverse(int direction) => Direction == SequenceDirection.Reverse || direction == 1;
}
