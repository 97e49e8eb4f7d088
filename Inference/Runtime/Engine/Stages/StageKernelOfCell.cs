using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The kernel of a cell for one vector width.</summary>
internal sealed unsafe class StageKernel<TMath, TVector, TCell>(PackedStage packed) : StageKernel(packed)
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
    where TCell : struct, ICell
{
    private const int MaxUnits = 8;

    // Weights in the nearest cache, or cache lines that serve several vectors, are read fast enough for all sums that the latency asks for. Otherwise
    // the next cache is the limit, and it is read faster in fewer streams.
    private const nint NearCacheFloats = 16 << 10;

    private readonly UnitVector[][] _vectors = [.. packed.Parts.Select(part => GetVectors(packed, part))];
    private readonly int _groupSize = TMath.Width < PackedStage.TileUnits || packed.WeightCount <= NearCacheFloats
        ? ColumnProduct<TMath, TVector>.MaxVectors
        : ColumnProduct<TMath, TVector>.MaxVectors / 2;

    /// <inheritdoc/>
    public override nint ScratchSize => TCell.Lines * Math.Max(MaxUnits * MaxVectors * TMath.Width, (nint)Packed.PaddedUnits);

    /// <inheritdoc/>
    public override void StepRows(in StageCall call, int vectors)
    {
        switch (vectors)
        {
            case 1:
                StepRows<OneVector<TMath, TVector>>(call);
                break;
            case 2:
                StepRows<TwoVectors<TMath, TVector>>(call);
                break;
            default:
                StepRows<ThreeVectors<TMath, TVector>>(call);
                break;
        }

        GC.KeepAlive(Packed);
    }

    /// <inheritdoc/>
    public override void StepOne(in StageCall call)
    {
        for (var part = 0; part < _vectors.Length; part++)
            MultiplyOne(_vectors[part], GetOperands(Packed.Parts[part], call), call.Scratch, call.Recurrent > call.Output);
        Exponentiate(call.Scratch, Packed.PaddedUnits);
        AdvanceOne(call);
        GC.KeepAlive(Packed);
    }

    private void StepRows<TRows>(in StageCall call)
        where TRows : struct, IRowVectors<TRows>
    {
        for (var unit = 0; unit < Packed.Units;)
        {
            var (tile, offset) = Math.DivRem(unit, PackedStage.TileUnits);
            var remaining = Math.Min(Packed.Units - unit, PackedStage.TileUnits - offset);
            var units = TMath.HasManyRegisters && remaining > MaxUnits / 2 ? MaxUnits : MaxUnits / 2;
            nint line = units * TRows.Rows;
            foreach (var part in Packed.Parts)
            {
                var operands = GetOperands(part, call);
                for (var index = 0; index < part.Lines.Length; index++)
                {
                    var weights = Packed.Weights + part.GetColumn(tile, index) + offset;
                    var bias = Packed.Bias + ((nint)part.Lines[index] * Packed.PaddedUnits) + unit;
                    var target = call.Scratch + (part.Lines[index] * line);
                    if (units == MaxUnits)
                        LineProduct<TRows>.Eight(weights, PackedStage.TileUnits, bias, operands, target);
                    else
                        LineProduct<TRows>.Four(weights, PackedStage.TileUnits, bias, operands, target);
                }
            }

            Exponentiate(call.Scratch, line);
            AdvanceRows(call, line, unit, Math.Min(units, remaining), TRows.Rows);
            unit += units;
        }
    }

    // Replaces the products of lines by the exponentials that the cell takes.
    private static void Exponentiate(float* products, nint line)
    {
        if (TCell.SigmoidLines > 0)
            LineExponentials<TMath, TVector>.Negative(products, TCell.SigmoidLines * line);
        if (TCell.TanhLines > 0)
            LineExponentials<TMath, TVector>.TwiceMinusOne(products + (TCell.SigmoidLines * line), TCell.TanhLines * line);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AdvanceRows(in StageCall call, nint line, int firstUnit, int units, int rows)
    {
        for (var unit = 0; unit < units; unit++)
        {
            var products = call.Scratch + (unit * (nint)rows);
            var offset = (firstUnit + unit) * call.Stride;
            for (var row = 0; row < rows; row += TMath.Width)
                Advance(products + row, line, call, offset + row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AdvanceOne(in StageCall call)
    {
        nint line = Packed.PaddedUnits;
        for (nint unit = 0; unit < Packed.Units; unit += TMath.Width)
            Advance(call.Scratch + unit, line, call, unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(float* products, nint line, in StageCall call, nint offset)
    {
        var zero = TMath.Broadcast(0);
        var hidden = TCell.ReadsHidden ? TMath.Load(call.Hidden + offset) : zero;
        var cell = TCell.ReadsCell ? TMath.Load(call.Cell + offset) : zero;
        var next = TCell.Step<TMath, TVector>(
            TMath.Load(products),
            TCell.Lines > 1 ? TMath.Load(products + line) : zero,
            TCell.Lines > 2 ? TMath.Load(products + (2 * line)) : zero,
            TCell.Lines > 3 ? TMath.Load(products + (3 * line)) : zero,
            hidden,
            ref cell);
        if (TCell.WritesCell)
            TMath.Store(cell, call.Cell + offset);
        TMath.Store(next, call.Output + offset);
    }

    // A step starts with the weights at which the previous one ended, which are still in the nearest cache. The direction follows from the addresses
    // of the previous and the next hidden state, which are swapped at each step.
    private void MultiplyOne(UnitVector[] vectors, in Operands operands, float* sums, bool reverse)
    {
        var groups = (vectors.Length + _groupSize - 1) / _groupSize;
        for (var next = 0; next < groups; next++)
        {
            var first = (reverse ? groups - 1 - next : next) * _groupSize;
            var group = vectors.AsSpan(first, Math.Min(_groupSize, vectors.Length - first));
            ColumnProduct<TMath, TVector>.Multiply(group, Packed.Weights, Packed.Bias, operands, sums);
        }
    }

    private static UnitVector[] GetVectors(PackedStage packed, PackedLines part) =>
    [
        .. from tile in Enumerable.Range(0, packed.Tiles)
           from line in Enumerable.Range(0, part.Lines.Length)
           let units = Math.Min(PackedStage.TileUnits, packed.Units - (tile * PackedStage.TileUnits))
           from vector in Enumerable.Range(0, (units + TMath.Width - 1) / TMath.Width)
           let unit = vector * TMath.Width
           select new UnitVector(
               part.GetColumn(tile, line) + unit,
               ((nint)part.Lines[line] * packed.PaddedUnits) + (tile * PackedStage.TileUnits) + unit),
    ];
}
