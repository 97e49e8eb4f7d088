using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The forward pass of a block.</summary>
internal static unsafe class ForwardBlock<TMath, TVector, TCell, TRows>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
    where TCell : struct, ITrainedCell
    where TRows : struct, IRowVectors<TRows>
{
    public static void Run(VectorPass<TMath, TVector, TCell> pass, in RowBlock block)
    {
        var (settings, arguments) = (pass.Settings, pass.Input);
        int lanes = TRows.Rows, inputs = settings.Shape.InputSize, hidden = settings.Shape.HiddenSize;
        var memory = pass.GetMemory(block);
        var input = ThreadScratch.Block.Reserve((inputs * (nint)lanes) + memory.Panel);
        Span<nint> inputRows = stackalloc nint[lanes], outputRows = stackalloc nint[lanes];
        var source = new RowCursor(arguments.Input, pass.Partition, block, settings.Reverse, atEnd: false, inputRows);
        var target = new RowCursor(arguments.Output, pass.Partition, block, settings.Reverse, atEnd: false, outputRows);
        BlockStates.Load(arguments.InitialHidden, pass.Partition, block, hidden, pass.Units, memory.Hidden(0), lanes);
        if (TCell.HasCellState)
            BlockStates.Load(arguments.InitialCell, pass.Partition, block, hidden, pass.Units, memory.Cell(0), lanes);
        var active = block.Rows;
        for (var step = 0; step < block.Steps; step++)
        {
            while (pass.Partition.GetLength(block.FirstRow + active - 1) <= step)
                active--;
            if (active < lanes)
                PanelMath.Clear(input, inputs * (nint)lanes);
            RowLanes.Load(source.Rows, active, inputs, input, lanes);
            RunStep(pass, memory, step, input);
            if (active < block.Rows)
                BlockStates.Keep(memory, step, active, block.Rows, hidden, lanes);
            RowLanes.Store(memory.Hidden(step + 1), lanes, hidden, target.Rows, active);
            source.Move();
            target.Move();
        }

        BlockStates.ClearAfterEnd(arguments.Output, settings, pass.Partition, block, hidden);
        BlockStates.Store(memory.Hidden(block.Steps), lanes, pass.Partition, block, hidden, arguments.FinalHidden);
        if (TCell.HasCellState)
            BlockStates.Store(memory.Cell(block.Steps), lanes, pass.Partition, block, hidden, arguments.FinalCell);
    }

    private static void RunStep(VectorPass<TMath, TVector, TCell> pass, in BlockMemory memory, int step, float* input)
    {
        var panels = new ForwardPanels
        {
            Gates = TCell.KeptPlanes == 0 ? memory.Hidden(step + 1) : memory.Gates(step),
            Plane = memory.Panel,
            PreviousHidden = memory.Hidden(step),
            Hidden = memory.Hidden(step + 1),
            PreviousCell = memory.Cell(step),
            Cell = memory.Cell(step + 1),
            ResetHidden = input + ((nint)pass.Settings.Shape.InputSize * TRows.Rows),
        };
        var plan = pass.Plan;
        RunStage(pass, panels, input, panels.PreviousHidden, 0, plan.FirstStagePlanes);
        if (plan.FirstStagePlanes < plan.Planes.Length)
            RunStage(pass, panels, input, panels.ResetHidden, plan.FirstStagePlanes, plan.Planes.Length);
    }

    private static void RunStage(
        VectorPass<TMath, TVector, TCell> pass, in ForwardPanels panels, float* input, float* recurrent, int firstPlane, int endPlane)
    {
        int inputs = pass.Settings.Shape.InputSize, hidden = pass.Settings.Shape.HiddenSize;
        var planes = pass.Plan.Planes;
        var layout = pass.Packed;
        for (int unit = 0, group; unit < hidden; unit += group)
        {
            group = UnitGroup.Next<TMath, TVector>(hidden - unit, layout.Vectors);
            var offset = (nint)unit * TRows.Rows;
            for (var index = firstPlane; index < endPlane; index++)
            {
                var plane = planes[index];
                var weights = pass.Weights + (planes.Length * layout.Values * (nint)unit) + ((nint)index * layout.Values * group);
                var bias = pass.Weights + layout.Bias + (planes.Length * unit) + (index * group);
                var operands = !plane.Input ? new Operands(recurrent, hidden, null, 0, TRows.Rows)
                    : new Operands(input, inputs, recurrent, plane.Recurrent ? hidden : 0, TRows.Rows);
                if (!plane.Input)
                    weights += (nint)inputs * group;
                GroupProduct<TRows>.Run(group, weights, bias, operands, panels.Gates + (index * panels.Plane) + offset);
            }

            var part = new ForwardPanels
            {
                Gates = panels.Gates + offset,
                Plane = panels.Plane,
                PreviousHidden = panels.PreviousHidden + offset,
                Hidden = panels.Hidden + offset,
                PreviousCell = panels.PreviousCell + offset,
                Cell = panels.Cell + offset,
                ResetHidden = panels.ResetHidden + offset,
            };
            if (firstPlane == 0)
                TCell.Forward<TMath, TVector>(part, group * TRows.Rows);
            else
                TCell.ForwardSecond<TMath, TVector>(part, group * TRows.Rows);
        }
    }
}
