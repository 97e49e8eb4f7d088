namespace MlNetRecurrent.Engine;

/// <summary>Lines that are multiplied with the same values, in one piece of memory: [tile, line, value, unit of the tile].</summary>
/// <param name="lines">The places of the lines among those of the stage.</param>
/// <param name="input">Whether the input takes part.</param>
/// <param name="recurrent">Whether the hidden state takes part.</param>
/// <param name="start">The first float, in floats from the start of the stage's memory.</param>
/// <param name="values">How many values there are.</param>
internal sealed class PackedLines(int[] lines, bool input, bool recurrent, nint start, int values)
{
    public int[] Lines { get; } = lines;

    public bool Input { get; } = input;

    public bool Recurrent { get; } = recurrent;

    public nint Start { get; } = start;

    /// <summary>Floats of one line of a tile.</summary>
    public nint ColumnSize { get; } = (nint)values * PackedStage.TileUnits;

    /// <summary>The floats of a line of a tile, from the start of the stage's memory.</summary>
    public nint GetColumn(int tile, int line) => Start + (((nint)tile * Lines.Length) + line) * ColumnSize;
}
