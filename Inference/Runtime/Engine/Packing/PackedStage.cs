namespace MlNetRecurrent.Engine;

/// <summary>
/// The weights of one matrix product and the arithmetic behind it, in the order in which the kernels read them; the same for every vector width.
/// Units come in tiles of 16: for each tile and line, [value, 16 units] lies in one piece, a cache line for each value.
/// </summary>
internal sealed unsafe class PackedStage
{
    /// <summary>Units of a tile: the floats of a cache line, and of the widest vector.</summary>
    public const int TileUnits = 16;

    private readonly KernelBuffer _memory;
    private readonly nint _biasStart;

    /// <summary>Packs weights.</summary>
    /// <param name="shapes">The lines, in the order that the cell takes them.</param>
    /// <param name="units">How many units there are.</param>
    /// <param name="inputs">How many values the input has.</param>
    /// <param name="recurrents">How many values the hidden state has.</param>
    /// <param name="source">Where the numbers are.</param>
    /// <param name="memory">Where the packed copy goes.</param>
    public PackedStage(IReadOnlyList<LineShape> shapes, int units, int inputs, int recurrents, StageWeights source, KernelMemory memory)
    {
        Units = units;
        Inputs = inputs;
        Recurrents = recurrents;
        Tiles = (units + TileUnits - 1) / TileUnits;
        nint start = 0;
        var parts = new List<PackedLines>();
        foreach (var part in shapes.Select((shape, line) => (shape, line)).GroupBy(entry => (entry.shape.Input, entry.shape.Recurrent)))
        {
            var values = (part.Key.Input ? inputs : 0) + (part.Key.Recurrent ? recurrents : 0);
            var lines = new PackedLines([.. part.Select(entry => entry.line)], part.Key.Input, part.Key.Recurrent, start, values);
            parts.Add(lines);
            start += lines.ColumnSize * lines.Lines.Length * Tiles;
        }

        Parts = [.. parts];
        _biasStart = start;
        _memory = new KernelBuffer(memory);
        _memory.Reserve(start + ((nint)shapes.Count * PaddedUnits));
        foreach (var part in Parts)
        {
            for (var index = 0; index < part.Lines.Length; index++)
                Pack(part, index, shapes[part.Lines[index]], source);
        }
    }

    public int Units { get; }

    public int Inputs { get; }

    public int Recurrents { get; }

    public int Tiles { get; }

    /// <summary>The units of all tiles, those of the last one that are not used included.</summary>
    public int PaddedUnits => Tiles * TileUnits;

    public PackedLines[] Parts { get; }

    /// <summary>The packed floats. Whoever uses them keeps this object alive.</summary>
    public float* Weights => _memory.Pointer;

    /// <summary>[line, padded units]</summary>
    public float* Bias => _memory.Pointer + _biasStart;

    private void Pack(PackedLines part, int index, LineShape shape, StageWeights source)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            var (tile, place) = Math.DivRem(unit, TileUnits);
            var target = _memory.Pointer + part.GetColumn(tile, index) + place;
            var row = ((nint)shape.Block * Units) + unit;
            var bias = 0f;
            if (shape.Input)
            {
                target = Copy(source.Input, row, Inputs, target);
                bias += source.InputBias.IsEmpty ? 0 : source.InputBias.Span[(int)row];
            }

            if (shape.Recurrent)
            {
                Copy(source.Recurrent, row, Recurrents, target);
                bias += source.RecurrentBias.IsEmpty ? 0 : source.RecurrentBias.Span[(int)row];
            }

            Bias[(part.Lines[index] * (nint)PaddedUnits) + unit] = bias;
        }
    }

    private static float* Copy(ReadOnlyMemory<float> source, nint row, int count, float* target)
    {
        foreach (var value in source.Span.Slice((int)(row * count), count))
        {
            *target = value;
            target += TileUnits;
        }

        return target;
    }
}
