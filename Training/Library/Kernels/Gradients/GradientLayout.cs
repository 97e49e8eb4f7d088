namespace MlNetRecurrent.Training;

/// <summary>
/// The sums of weight gradients: for each group of blocks, for each part, panels of columns, [line, column]. Groups are added up in their order, so
/// that the result does not depend on the number of threads.
/// </summary>
internal sealed unsafe class GradientLayout
{
    private const int MostGroups = 32;
    private const nint MostFloats = 64_000_000;
    private const int LeastPieceLines = 64;
    private const int MostPieceLines = 256;

    private readonly CellPlan _plan;
    private readonly RecurrentShape _shape;
    private readonly int _blocks;

    public GradientLayout(CellPlan plan, RecurrentShape shape, BlockPartition partition, int width)
    {
        (_plan, _shape, _blocks, Width) = (plan, shape, partition.Blocks.Length, width);
        var (hidden, lines) = (shape.HiddenSize, plan.Planes.Length * shape.HiddenSize);
        var first = plan.FirstStageBlocks * hidden;
        if (first == lines)
        {
            Add(0, lines, hasHidden: true, isReset: false, hasInput: true);
        }
        else
        {
            Add(0, first, hasHidden: true, isReset: false, hasInput: false);
            if (plan.FirstStagePlanes < plan.RecurrentPlanes)
                Add(first, lines - first, hasHidden: true, isReset: true, hasInput: false);
            Add(0, lines, hasHidden: false, isReset: false, hasInput: true);
        }

        Groups = (int)Math.Clamp(MostFloats / Size, Math.Min(2, _blocks), Math.Min(_blocks, MostGroups));
    }

    public int Width { get; }

    public List<GradientPart> Parts { get; } = [];

    /// <summary>The number of groups of blocks.</summary>
    public int Groups { get; }

    /// <summary>The number of floats of the sums of a group.</summary>
    public nint Size { get; private set; }


    public int ReductionPieces => Parts.Sum(CountPieces);

    /// <summary>The number of floats of packed operands, given the number of values of a chunk.</summary>
    public nint GetOperandSize(int values) =>
        (nint)values * (Parts.Max(part => Math.Max(GetColumns(part).MostColumns, GetColumns(part).PaddedSingleColumns)) + Width);

    /// <summary>Whether any gradient of the weights is wanted.</summary>
    public static bool HasWeights(in WeightPointers gradients) =>
        gradients.Input != null || gradients.Recurrent != null || gradients.InputBias != null || gradients.RecurrentBias != null;

    /// <summary>The blocks of a group.</summary>
    public (int First, int End) GetBlocks(int group) =>
        ((int)((long)_blocks * group / Groups), (int)((long)_blocks * (group + 1) / Groups));

    /// <summary>The columns of a part: hidden state, input, one.</summary>
    public ColumnPanels GetColumns(in GradientPart part) =>
        new((part.HasHidden ? _shape.HiddenSize : 0) + (part.HasInput ? _shape.InputSize + 1 : 0), Width);

    /// <summary>Finds the lines of a piece.</summary>
    public (GradientPart Part, int First, int End) FindPiece(int piece)
    {
        var index = 0;
        while (piece >= CountPieces(Parts[index]))
            piece -= CountPieces(Parts[index++]);
        var lines = GetPieceLines(Parts[index]);
        return (Parts[index], piece * lines, Math.Min(Parts[index].Lines, (piece + 1) * lines));
    }

    /// <summary>Adds up the groups, and writes the gradients of some lines.</summary>
    public void Reduce(int piece, float* sums, in WeightPointers gradients)
    {
        var (part, first, end) = FindPiece(piece);
        var columns = GetColumns(part);
        for (var panel = 0; panel < columns.Count; panel++)
        {
            var start = columns.GetStart(panel);
            var count = columns.GetStart(panel + 1) - start;
            var target = sums + part.Start + (part.PaddedLines * start) + ((nint)first * count);
            for (var group = 1; group < Groups; group++)
                PanelMath.Add(target + (group * Size), target, (end - first) * count);
            for (var line = first; line < end; line++)
            {
                var source = target + ((line - first) * (nint)count);
                Write(part, part.FirstLine + line, start, Math.Min(count, columns.Columns - start), source, gradients);
            }
        }

        if (columns.SingleColumns > 0)
            ReduceSingle(part, columns, first, end, sums + part.Start + (part.PaddedLines * columns.PanelColumns), gradients);
    }

    // Single columns are pairs, [pair, line, column, lane].
    private void ReduceSingle(in GradientPart part, in ColumnPanels columns, int first, int end, float* sums, in WeightPointers gradients)
    {
        Span<float> values = stackalloc float[columns.PaddedSingleColumns];
        for (var line = first; line < end; line++)
        {
            for (var column = 0; column < columns.SingleColumns; column++)
            {
                var lanes = sums + ((((column / 2 * part.PaddedLines) + line) * 2) + (column % 2)) * Width;
                for (var group = 1; group < Groups; group++)
                    PanelMath.Add(lanes + (group * Size), lanes, Width);
                values[column] = PanelMath.Sum(lanes, Width);
            }

            fixed (float* source = values)
                Write(part, part.FirstLine + line, columns.PanelColumns, columns.SingleColumns, source, gradients);
        }
    }

    private static int CountPieces(GradientPart part) => (part.Lines + GetPieceLines(part) - 1) / GetPieceLines(part);

    // About four pieces, of whole tiles.
    private static int GetPieceLines(GradientPart part) => Math.Clamp(((part.Lines / 4) + 7) & ~7, LeastPieceLines, MostPieceLines);

    private void Add(int firstLine, int lines, bool hasHidden, bool isReset, bool hasInput)
    {
        var part = new GradientPart(firstLine, lines, hasHidden, isReset, hasInput, Size);
        Parts.Add(part);
        var columns = GetColumns(part);
        Size += part.PaddedLines * (columns.PanelColumns + (columns.PaddedSingleColumns * Width));
    }

    // Writes columns [start, start + count) of a line.
    private void Write(in GradientPart part, int line, int start, int count, float* source, in WeightPointers gradients)
    {
        var plane = _plan.Planes[line / _shape.HiddenSize];
        var row = ((nint)plane.Block * _shape.HiddenSize) + (line % _shape.HiddenSize);
        var hidden = part.HasHidden ? _shape.HiddenSize : 0;
        var end = start + count;
        if (start < hidden && gradients.Recurrent != null)
            PanelMath.Copy(source, gradients.Recurrent + (row * hidden) + start, Math.Min(end, hidden) - start);
        if (!part.HasInput || end <= hidden)
            return;
        var (from, to) = (Math.Max(start, hidden), Math.Min(end, hidden + _shape.InputSize));
        if (from < to && plane.Input && gradients.Input != null)
            PanelMath.Copy(source + from - start, gradients.Input + (row * _shape.InputSize) + from - hidden, to - from);
        if (end <= hidden + _shape.InputSize)
            return;
        var bias = source[hidden + _shape.InputSize - start];
        if (plane.Input && gradients.InputBias != null)
            gradients.InputBias[row] = bias;
        if (plane.Recurrent && gradients.RecurrentBias != null)
            gradients.RecurrentBias[row] = bias;
    }
}
