namespace MlNetRecurrent.Engine;

/// <summary>Lines that are multiplied by the same operands, contiguous in memory: [tile, line, value, unit of the tile].</summary>
/// <param name="lines">The indices of the lines in the stage.</param>
/// <param name="input">Whether the input is an operand.</param>
/// <param name="recurrent">Whether the hidden state is an operand.</param>
/// <param name="start">The offset of the first float in the stage's memory.</param>
/// <param name="values">The number of values that each line is multiplied by.</param>
internal sealed class PackedLines(int[] lines, bool input, bool recurrent, nint start, int values)
{
    public int[] Lines { get; } = lines;

    public bool Input { get; } = input;

    public bool Recurrent { get; } = recurrent;

    public nint Start { get; } = start;

    /// <summary>The number of floats in one line of a tile.</summary>
    public nint ColumnSize { get; } = (nint)values * PackedStage.TileUnits;

    /// <summary>The offset of a line of a tile in the stage's memory.</summary>
    public nint GetColumn(int tile, int line) => Start + (((nint)tile * Lines.Length) + line) * ColumnSize;
}
