namespace MlNetRecurrent.Training;

/// <summary>The cell and the sizes of one direction of a recurrent layer.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="InputSize">The number of values per time step of the input.</param>
/// <param name="HiddenSize">The number of units.</param>
internal readonly record struct RecurrentShape(RecurrentCell Cell, int InputSize, int HiddenSize)
{
    /// <summary>The number of rows of the stacked weights: blocks * hidden.</summary>
    public int Rows => Cell.Blocks.Count * HiddenSize;
}
