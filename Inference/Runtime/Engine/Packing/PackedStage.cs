namespace MlNetRecurrent.Engine;

/// <summary>
/// The weights of one stage, packed in the order in which the kernels read them. The layout is the same for every vector width.
/// Units are grouped in tiles of 16: for each tile and line, [value, 16 units] is contiguous, one cache line per value.
/// </summary>
internal sealed unsafe class PackedStage
{
    /// <summary>The number of units in a tile: the floats of a cache line, and of the widest vector.</summary>
    public const int TileUnits = 16;

    private readonly KernelBuffer _memory;
    private readonly nint _biasStart;

    /// <summary>Packs weights.</summary>
    /// <param name="shapes">The lines, in the order of the cell's parameters.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="inputs">The number of values in the input.</param>
    /// <param name="recurrents">The number of values in the hidden state.</param>
    /// <param name="source">The weights to pack.</param>
    /// <param name="memory">The allocator of the packed copy.</param>
    public PackedStage(IReadOnlyList<LineShape> shapes, int units, int inputs, int recurrents, StageWeights source, KernelMemory memory)
    {
        Units = units;
        Inputs = inputs;
        Recurrents = recurrents;
        Tiles = Pad(units) / TileUnits;
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

    /// <summary>The number of units in all tiles, including the unused ones of the last tile.</summary>
    public int PaddedUnits => Tiles * TileUnits;

    public PackedLines[] Parts { get; }

    /// <summary>The packed weights. Callers must keep this object alive while they use the pointer.</summary>
    public float* Weights => _memory.Pointer;

    /// <summary>The number of packed weights, including the unused ones of the last tile.</summary>
    public nint WeightCount => _biasStart;

    /// <summary>The sums of both biases: [line, padded units].</summary>
    public float* Bias => _memory.Pointer + _biasStart;

    /// <summary>Rounds a number of units up to whole tiles.</summary>
    public static int Pad(int units) => (units + TileUnits - 1) / TileUnits * TileUnits;

    private void Pack(PackedLines part, int index, LineShape shape, StageWeights source)
    {
        for (var unit = 0; unit < Units; unit++)
        {
            var (tile, offset) = Math.DivRem(unit, TileUnits);
            var target = _memory.Pointer + part.GetColumn(tile, index) + offset;
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
