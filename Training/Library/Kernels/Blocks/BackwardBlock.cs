using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The backward pass of a block: chunks of time steps, each followed by their part of the weight gradients.</summary>
internal static unsafe class BackwardBlock<TMath, TVector, TCell, TRows>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
    where TCell : struct, ITrainedCell
    where TRows : struct, IRowVectors<TRows>
{
    /// <summary>Runs the pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="block">The block.</param>
    /// <param name="sums">The sums of the weight gradients; null if they are not wanted, or not here.</param>
    /// <param name="adds">Whether to add to these sums, rather than replacing them.</param>
    /// <param name="allGates">Receives the gate gradients of all steps, from the last one on; null if they are not wanted.</param>
    /// <returns>Whether the sums were written.</returns>
    public static bool Run(VectorPass<TMath, TVector, TCell> pass, in RowBlock block, float* sums, bool adds, float* allGates)
    {
        var (settings, arguments, partition) = (pass.Settings, pass.Output, pass.Partition);
        int lanes = TRows.Rows, inputs = settings.Shape.InputSize, hidden = settings.Shape.HiddenSize;
        var memory = pass.GetMemory(block);
        var scratch = new BackwardScratch(pass.Plan, settings.Shape, pass.Gradients, lanes, memory.Panel, sums != null, allGates);
        Span<nint> gradientRows = stackalloc nint[lanes], inputRows = stackalloc nint[lanes];
        var source = new RowCursor(arguments.OutputGradient, partition, block, settings.Reverse, atEnd: true, gradientRows);
        var target = new RowCursor(arguments.InputGradient, partition, block, settings.Reverse, atEnd: true, inputRows);
        BlockStates.Load(arguments.FinalHiddenGradient, partition, block, hidden, pass.Units, scratch.HiddenGradient, lanes);
        BlockStates.Load(TCell.HasCellState ? arguments.FinalCellGradient : null, partition, block, hidden, pass.Units, scratch.Carried, lanes);
        var active = 0;
        for (var end = block.Steps; end > 0;)
        {
            var count = Math.Min(scratch.Steps, end);
            for (var index = 0; index < count; index++)
            {
                var step = end - 1 - index;
                while (active < block.Rows && partition.GetLength(block.FirstRow + active) > step)
                    active++;
                source.Move();
                target.Move();
                if (!source.Rows.IsEmpty)
                    RowLanes.Add(source.Rows, active, hidden, scratch.HiddenGradient, lanes);
                RunStep(pass, memory, scratch, step, scratch.GetGates(index), active, block.Rows);
                if (!target.Rows.IsEmpty)
                    ComputeInputGradient(pass, scratch, scratch.GetGates(index), target.Rows, active);
            }

            if (sums != null)
            {
                var chunk = new GradientChunk(settings, arguments.Input, partition, block, memory, lanes)
                {
                    LastStep = end - 1,
                    Steps = count,
                    Gates = (nint)scratch.Gates,
                    GateStep = BackwardScratch.GetGateStep(pass.Plan, settings.Shape, lanes),
                    Operands = (nint)scratch.Operands,
                };
                foreach (var part in pass.Gradients.Parts)
                    GradientSums<TMath, TVector>.Add(chunk, pass.Gradients, part, 0, part.Lines, sums, adds);
            }

            adds = true;
            end -= count;
        }

        BlockStates.ClearAfterEnd(arguments.InputGradient, settings, partition, block, inputs);
        BlockStates.Store(scratch.HiddenGradient, lanes, partition, block, hidden, arguments.InitialHiddenGradient);
        if (TCell.HasCellState)
            BlockStates.Store(scratch.Carried, lanes, partition, block, hidden, arguments.InitialCellGradient);
        return block.Steps > 0;
    }

    private static void RunStep(
        VectorPass<TMath, TVector, TCell> pass, in BlockMemory memory, in BackwardScratch scratch, int step, float* gates, int active, int rows)
    {
        int hidden = pass.Settings.Shape.HiddenSize, lanes = TRows.Rows;
        var panels = new BackwardPanels
        {
            Gates = memory.Gates(step),
            Plane = memory.Panel,
            PreviousHidden = memory.Hidden(step),
            Hidden = memory.Hidden(step + 1),
            PreviousCell = memory.Cell(step),
            HiddenGradient = scratch.HiddenGradient,
            Carried = scratch.Carried,
            ResetGradient = scratch.ResetGradient,
            GateGradients = gates,
            Count = hidden * lanes,
        };
        if (active < rows)
            scratch.KeepEnded(active, rows, hidden, lanes);
        TCell.Backward<TMath, TVector>(panels);
        var layout = pass.Packed;
        if (pass.Plan.FirstStagePlanes < pass.Plan.Planes.Length)
        {
            var second = gates + ((nint)layout.FirstRows * lanes);
            Multiply(pass, pass.Weights + layout.ResetRecurrent, new Operands(second, hidden, null, 0, lanes), hidden, scratch.ResetGradient);
            TCell.BackwardFirst<TMath, TVector>(panels);
        }

        if (active < rows)
            PanelMath.ClearLanes(gates, active, rows, (nint)pass.Plan.Planes.Length * hidden, lanes);
        if (step > 0 || pass.Output.InitialHiddenGradient != null)
        {
            Multiply(
                pass,
                pass.Weights + layout.Recurrent,
                new Operands(gates, layout.FirstRows, null, 0, lanes),
                hidden,
                scratch.HiddenGradient,
                memory,
                step - 1);
            if (TCell.CarriesHidden)
                PanelMath.Add(scratch.Carried, scratch.HiddenGradient, hidden * lanes);
        }

        if (active < rows)
            scratch.RestoreEnded(active, rows, hidden, lanes);
    }

    private static void ComputeInputGradient(
        VectorPass<TMath, TVector, TCell> pass, in BackwardScratch scratch, float* gates, ReadOnlySpan<nint> rows, int active)
    {
        int inputs = pass.Settings.Shape.InputSize, hidden = pass.Settings.Shape.HiddenSize, lanes = TRows.Rows;
        var plan = pass.Plan;
        var last = gates + ((nint)(plan.Planes.Length - 1) * hidden * lanes);
        var operands = new Operands(gates, plan.SharedPlanes * hidden, last, plan.HasInputPlane ? hidden : 0, lanes);
        Multiply(pass, pass.Weights + pass.Packed.Input, operands, inputs, scratch.InputGradient);
        RowLanes.Store(scratch.InputGradient, lanes, inputs, rows, active);
    }

    // Products of all groups of units, [unit, row].
    private static void Multiply(VectorPass<TMath, TVector, TCell> pass, float* weights, in Operands operands, int units, float* target) =>
        Multiply(pass, weights, operands, units, target, default, nextStep: -1);

    // Likewise, while what the next step uses is fetched.
    private static void Multiply(
        VectorPass<TMath, TVector, TCell> pass,
        float* weights,
        in Operands operands,
        int units,
        float* target,
        in BlockMemory memory,
        int nextStep)
    {
        var prefetch = new StepPrefetch(memory, nextStep, TCell.KeptPlanes, Math.Max(1, units / 8));
        var values = operands.FirstCount + operands.SecondCount;
        var zeros = pass.Weights + pass.Packed.Zeros;
        for (int unit = 0, group; unit < units; unit += group)
        {
            group = UnitGroup.Next<TMath, TVector>(units - unit, pass.Packed.Vectors);
            GroupProduct<TRows>.Run(group, weights + ((nint)unit * values), zeros, operands, target + ((nint)unit * TRows.Rows));
            prefetch.FetchSlice();
        }
    }
}
