using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Adds the weight gradients of a chunk: products of gate gradients and operands over all of its rows and time steps.</summary>
internal static unsafe class GradientSums<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Adds to the sums, or replaces them.</summary>
    public static void Add(in GradientChunk chunk, GradientLayout layout, in BackwardScratch scratch, float* sums, bool adds)
    {
        foreach (var part in layout.Parts)
        {
            var columns = layout.GetColumns(part);
            if (columns.SingleColumns > 0)
                AddSingle(chunk, part, columns, scratch, sums, adds);
            for (var panel = 0; panel < columns.Count; panel++)
            {
                var start = columns.GetStart(panel);
                var count = columns.GetStart(panel + 1) - start;
                OperandPacking.Pack(chunk, part, start, count, scratch.ResetGradient, scratch.Operands);
                var operands = new TileOperands
                {
                    Left = scratch.Gates + ((nint)part.FirstLine * chunk.Lanes),
                    LeftLine = chunk.Lanes,
                    LeftValue = 1,
                    Values = chunk.Lanes,
                    Runs = chunk.Steps,
                    LeftRun = scratch.GateStep,
                    Right = scratch.Operands,
                    RightValue = count,
                    Target = sums + part.Start + (part.PaddedLines * start),
                    TargetLine = count,
                    Adds = adds,
                };
                switch (columns.GetVectors(panel))
                {
                    case 1:
                        Multiply<OneVector<TMath, TVector>>(operands, part.Lines);
                        break;
                    case 2:
                        Multiply<TwoVectors<TMath, TVector>>(operands, part.Lines);
                        break;
                    default:
                        Multiply<ThreeVectors<TMath, TVector>>(operands, part.Lines);
                        break;
                }
            }
        }
    }

    private static void AddSingle(
        in GradientChunk chunk, in GradientPart part, in ColumnPanels columns, in BackwardScratch scratch, float* sums, bool adds)
    {
        OperandPacking.PackSingle(chunk, part, columns.PanelColumns, columns.SingleColumns, scratch.Operands);
        for (var pair = 0; pair < columns.PaddedSingleColumns / 2; pair++)
        {
            var operands = new TileOperands
            {
                Left = scratch.Gates + ((nint)part.FirstLine * chunk.Lanes),
                LeftLine = chunk.Lanes,
                Values = chunk.Lanes,
                Runs = chunk.Steps,
                LeftRun = scratch.GateStep,
                Right = scratch.Operands + (2 * (nint)pair * chunk.Lanes),
                RightValue = (nint)columns.PaddedSingleColumns * chunk.Lanes,
                Target = sums + part.Start + (part.PaddedLines * (columns.PanelColumns + (2 * pair * TMath.Width))),
                Adds = adds,
            };
            for (int line = 0, size; line < part.Lines; line += size)
            {
                size = TMath.HasManyRegisters && part.Lines - line > 4 ? 8 : 4;
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
