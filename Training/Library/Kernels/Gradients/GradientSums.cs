using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Adds the weight gradients of a chunk: products of gate gradients and operands over all of its rows and time steps.</summary>
internal static unsafe class GradientSums<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Adds to the sums of some lines of a part, or replaces them.</summary>
    /// <param name="chunk">The time steps.</param>
    /// <param name="layout">The layout of the sums.</param>
    /// <param name="part">The part.</param>
    /// <param name="first">The first line in the part, a multiple of 8.</param>
    /// <param name="end">The line after the last one.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="adds">Whether to add to the sums, rather than replacing them.</param>
    public static void Add(in GradientChunk chunk, GradientLayout layout, in GradientPart part, int first, int end, float* sums, bool adds)
    {
        var columns = layout.GetColumns(part);
        if (columns.SingleColumns > 0)
            AddSingle(chunk, part, columns, first, end, sums, adds);
        // A panel for r * h comes before the packed operands.
        var reset = (float*)chunk.Operands;
        var packed = reset + ((nint)chunk.Lanes * columns.MostColumns);
        for (var panel = 0; panel < columns.Count; panel++)
        {
            var start = columns.GetStart(panel);
            var count = columns.GetStart(panel + 1) - start;
            OperandPacking.Pack(chunk, part, start, count, reset, packed);
            var operands = new TileOperands
            {
                Left = (float*)chunk.Gates + ((nint)(part.FirstLine + first) * chunk.Lanes),
                LeftLine = chunk.Lanes,
                LeftValue = 1,
                Values = chunk.Lanes,
                Runs = chunk.Steps,
                LeftRun = chunk.GateStep,
                Right = packed,
                RightValue = count,
                Target = sums + part.Start + (part.PaddedLines * start) + ((nint)first * count),
                TargetLine = count,
                Adds = adds,
            };
            switch (columns.GetVectors(panel))
            {
                case 1:
                    Multiply<OneVector<TMath, TVector>>(operands, end - first);
                    break;
                case 2:
                    Multiply<TwoVectors<TMath, TVector>>(operands, end - first);
                    break;
                default:
                    Multiply<ThreeVectors<TMath, TVector>>(operands, end - first);
                    break;
            }
        }
    }

    private static void AddSingle(
        in GradientChunk chunk, in GradientPart part, in ColumnPanels columns, int first, int end, float* sums, bool adds)
    {
        var packed = (float*)chunk.Operands;
        OperandPacking.PackSingle(chunk, part, columns.PanelColumns, columns.SingleColumns, packed);
        for (var pair = 0; pair < columns.PaddedSingleColumns / 2; pair++)
        {
            var operands = new TileOperands
            {
                Left = (float*)chunk.Gates + ((nint)(part.FirstLine + first) * chunk.Lanes),
                LeftLine = chunk.Lanes,
                Values = chunk.Lanes,
                Runs = chunk.Steps,
                LeftRun = chunk.GateStep,
                Right = packed + (2 * (nint)pair * chunk.Lanes),
                RightValue = (nint)columns.PaddedSingleColumns * chunk.Lanes,
                Target = sums + part.Start + (part.PaddedLines * (columns.PanelColumns + (2 * pair * TMath.Width)))
                    + (2 * (nint)first * TMath.Width),
                Adds = adds,
            };
            for (int line = first, size; line < end; line += size)
            {
                size = TMath.HasManyRegisters && end - line > 4 ? 8 : 4;
                if (size == 8)
                    LaneProduct<TMath, TVector>.Eight(operands);
                else
                    LaneProduct<TMath, TVector>.Four(operands);
                operands.Left += size * operands.LeftLine;
                operands.Target += 2 * size * TMath.Width;
            }
        }
    }

    private static void Multiply<TColumns>(TileOperands operands, int lines)
        where TColumns : struct, IRowVectors<TColumns>
    {
        // Eight lines of one vector fit into 16 registers.
        var isLarge = TMath.HasManyRegisters || TColumns.Rows == TMath.Width;
        for (int line = 0, size; line < lines; line += size)
        {
            size = isLarge && lines - line > 4 ? 8 : 4;
            if (size == 8)
                TileProduct<TColumns>.Eight(operands);
            else
                TileProduct<TColumns>.Four(operands);
            operands.Left += size * operands.LeftLine;
            operands.Target += size * operands.TargetLine;
        }
    }
}
