using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Products of matrices for one vector width, in tiles of up to three vectors of columns.</summary>
internal sealed unsafe class MatrixProduct<TMath, TVector> : MatrixProduct
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private const int MaxLines = 8;

    // From this number of lines on, the columns of a right operand are read so often that contiguous ones are worth a copy.
    private const int LinesWorthPacking = 4 * MaxLines;

    private static int PanelWidth => 3 * TMath.Width;

    private static int TileLines => TMath.HasManyRegisters ? 8 : 4;

    /// <inheritdoc/>
    public override nint GetPackedSize(int values, int columns) => (nint)values * RoundUp(columns);

    /// <inheritdoc/>
    public override void Pack(MatrixPointer right, int values, int columns, float* packed)
    {
        for (var column = 0; column < columns; column += PanelWidth)
            PackPanel(right.FromColumn(column), values, Math.Min(PanelWidth, columns - column), packed + ((nint)column * values));
    }

    /// <inheritdoc/>
    public override void MultiplyPacked(MatrixPointer left, float* right, int lines, int values, int columns, MatrixPointer target, bool adds)
    {
        for (var column = 0; column < columns; column += PanelWidth)
        {
            var width = Math.Min(PanelWidth, columns - column);
            var panel = new MatrixPointer((nint)(right + ((nint)column * values)), RoundUp(width));
            MultiplyPanel(left, panel, lines, values, width, target.FromColumn(column), adds, skipped: 0);
        }
    }

    /// <inheritdoc/>
    public override void Multiply(MatrixPointer left, MatrixPointer right, int lines, int values, int columns, MatrixPointer target, bool adds)
    {
        for (var column = 0; column < columns; column += PanelWidth)
        {
            var width = Math.Min(PanelWidth, columns - column);
            // The last vector of an operand that is read in place starts earlier, if it is not full: it must not read beyond the end.
            var skipped = RoundUp(width) - width;
            if (right.ColumnStride == 1 && skipped <= column && lines < LinesWorthPacking)
            {
                MultiplyPanel(left, right.FromColumn(column - skipped), lines, values, width, target.FromColumn(column), adds, skipped);
                continue;
            }

            var packed = ThreadScratch.Panel.Reserve(GetPackedSize(values, width));
            PackPanel(right.FromColumn(column), values, width, packed);
            var panel = new MatrixPointer((nint)packed, RoundUp(width));
            MultiplyPanel(left, panel, lines, values, width, target.FromColumn(column), adds, skipped: 0);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MultiplyRows(MatrixPointer left, MatrixPointer right, int lines, int values, int columns, MatrixPointer target, bool adds)
    {
        for (var line = 0; line < lines; line++)
        {
            for (var column = 0; column < columns; column++)
            {
                var a = left.At(line, 0);
                var b = right.At(column, 0);
                var sums = TMath.Broadcast(0);
                var value = 0;
                for (; value <= values - TMath.Width; value += TMath.Width)
                    sums = TMath.MultiplyAdd(TMath.Load(a + value), TMath.Load(b + value), sums);
                var sum = TMath.Sum(sums);
                for (; value < values; value++)
                    sum = SingleFloat.MultiplyAdd(a[value], b[value], sum);
                var place = target.At(line, column);
                *place = adds ? *place + sum : sum;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddColumnSums(MatrixPointer matrix, int rows, int columns, float* target)
    {
        if (columns == 1 && matrix.RowStride == 1)
        {
            *target += SumContiguous(matrix.At(0, 0), rows);
            return;
        }

        var column = 0;
        for (; column <= columns - TMath.Width; column += TMath.Width)
        {
            var source = matrix.At(0, column);
            var sum = TMath.Broadcast(0);
            for (var row = 0; row < rows; row++, source += matrix.RowStride)
                sum = TMath.Add(sum, TMath.Load(source));
            TMath.Store(TMath.Add(TMath.Load(target + column), sum), target + column);
        }

        for (; column < columns; column++)
        {
            var source = matrix.At(0, column);
            var sum = 0f;
            for (var row = 0; row < rows; row++, source += matrix.RowStride)
                sum += *source;
            target[column] += sum;
        }
    }

    private static float SumContiguous(float* values, int count)
    {
        var sums = TMath.Broadcast(0);
        var index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
            sums = TMath.Add(sums, TMath.Load(values + index));
        var sum = TMath.Sum(sums);
        for (; index < count; index++)
            sum += values[index];
        return sum;
    }

    private static int RoundUp(int columns) => (columns + TMath.Width - 1) / TMath.Width * TMath.Width;

    // [value][columns], with zeros up to a whole number of vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackPanel(MatrixPointer right, int values, int width, float* packed)
    {
        var padded = RoundUp(width);
        if (right.ColumnStride == 1)
        {
            for (var value = 0; value < values; value++)
            {
                var source = right.At(value, 0);
                var line = packed + ((nint)value * padded);
                new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(line, width));
                new Span<float>(line + width, padded - width).Clear();
            }

            return;
        }

        // Column by column: the values of a column are usually contiguous.
        for (var column = 0; column < padded; column++)
        {
            var source = right.At(0, Math.Min(column, width - 1));
            var line = packed + column;
            for (var value = 0; value < values; value++, source += right.RowStride, line += padded)
                *line = column < width ? *source : 0;
        }
    }

    private static void MultiplyPanel(
        MatrixPointer left, MatrixPointer right, int lines, int values, int width, MatrixPointer target, bool adds, int skipped)
    {
        var panel = new TilePanel(left, right, lines, values, width, target, adds, skipped);
        switch (RoundUp(width) / TMath.Width)
        {
            case 3:
                MultiplyTiles<ThreeVectors<TMath, TVector>>(panel);
                break;
            case 2:
                MultiplyTiles<TwoVectors<TMath, TVector>>(panel);
                break;
            default:
                MultiplyTiles<OneVector<TMath, TVector>>(panel);
                break;
        }
    }

    [SkipLocalsInit]
    private static void MultiplyTiles<TRows>(in TilePanel panel)
        where TRows : struct, IRowVectors<TRows>
    {
        var tile = stackalloc float[MaxLines * PanelWidth];
        var isFull = panel.Width == TRows.Rows;
        var operands = new TileOperands
        {
            LeftLine = panel.Left.RowStride,
            LeftValue = panel.Left.ColumnStride,
            Values = panel.Values,
            Runs = 1,
            Right = panel.Right.At(0, 0),
            RightValue = panel.Right.RowStride,
            TargetLine = isFull ? panel.Target.RowStride : TRows.Rows,
            Adds = isFull && panel.Adds,
        };
        for (var line = 0; line < panel.Lines;)
        {
            var left = panel.Lines - line;
            var count = left >= TileLines ? TileLines : left >= 4 ? 4 : 1;
            operands.Left = panel.Left.At(line, 0);
            operands.Target = isFull ? panel.Target.At(line, 0) : tile;
            if (count == 8)
                TileProduct<TRows>.Eight(operands);
            else if (count == 4)
                TileProduct<TRows>.Four(operands);
            else
                MultiplyLine<TRows>(operands);
            if (!isFull)
                CopyTile(tile + panel.Skipped, TRows.Rows, count, panel.Width, panel.Target.FromRow(line), panel.Adds);
            line += count;
        }
    }

    // A tile of one line.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyLine<TRows>(in TileOperands operands)
        where TRows : struct, IRowVectors<TRows>
    {
        var sum = operands.Adds ? TRows.Load(operands.Target) : TRows.Broadcast(0);
        var left = operands.Left;
        var right = operands.Right;
        var (leftValue, rightValue) = (operands.LeftValue, operands.RightValue);
        for (var values = operands.Values; values > 0; values--)
        {
            sum = TRows.MultiplyAdd(left, TRows.Load(right), sum);
            left += leftValue;
            right += rightValue;
        }

        TRows.Store(sum, operands.Target);
    }

    private static void CopyTile(float* tile, int tileLine, int lines, int width, MatrixPointer target, bool adds)
    {
        for (var line = 0; line < lines; line++)
        {
            var source = tile + ((nint)line * tileLine);
            var row = target.At(line, 0);
            for (var column = 0; column < width; column++)
                row[column] = adds ? row[column] + source[column] : source[column];
        }
    }

    // A product with the columns of one panel; the first columns of its vectors are skipped.
    private readonly record struct TilePanel(
        MatrixPointer Left, MatrixPointer Right, int Lines, int Values, int Width, MatrixPointer Target, bool Adds, int Skipped);
}
