using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Packs the weights of a pass.</summary>
internal static unsafe class WeightPacking
{
    /// <summary>Packs weights for the forward pass and, if it keeps anything, for the backward pass.</summary>
    public static void Pack<TMath, TVector>(CellPlan plan, PassSettings settings, in PackedLayout layout, in WeightPointers weights, float* target)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        int inputs = settings.Shape.InputSize, hidden = settings.Shape.HiddenSize;
        for (int unit = 0, group; unit < hidden; unit += group)
        {
            group = UnitGroup.Next<TMath, TVector>(hidden - unit, layout.Vectors);
            var count = Math.Min(group, hidden - unit);
            for (var index = 0; index < plan.Planes.Length; index++)
            {
                var plane = plan.Planes[index];
                var row = ((nint)plane.Block * hidden) + unit;
                var values = target + (plan.Planes.Length * layout.Values * (nint)unit) + ((nint)index * layout.Values * group);
                var bias = target + layout.Bias + (plan.Planes.Length * unit) + (index * group);
                PanelMath.Clear(bias, group);
                if (plane.Input)
                {
                    PackRows(weights.Input + (row * inputs), count, inputs, values, group);
                    AddBias(weights.InputBias, row, count, bias);
                }

                if (plane.Recurrent)
                {
                    PackRows(weights.Recurrent + (row * hidden), count, hidden, values + ((nint)inputs * group), group);
                    AddBias(weights.RecurrentBias, row, count, bias);
                }
            }
        }

        if (!settings.Keeps)
            return;
        var rest = weights.Recurrent + ((nint)layout.FirstRows * hidden);
        PackColumns<TMath, TVector>(weights.Recurrent, layout.FirstRows, hidden, layout.Vectors, target + layout.Recurrent);
        PackColumns<TMath, TVector>(rest, settings.Shape.Rows - layout.FirstRows, hidden, layout.Vectors, target + layout.ResetRecurrent);
        PackColumns<TMath, TVector>(weights.Input, settings.Shape.Rows, inputs, layout.Vectors, target + layout.Input);
        PanelMath.Clear(target + layout.Zeros, UnitGroup.Largest);
    }

    // The rows of a group of units, transposed: [value, unit].
    private static void PackRows(float* rows, int units, int values, float* target, int group)
    {
        Span<nint> sources = stackalloc nint[UnitGroup.Largest];
        for (var unit = 0; unit < units; unit++)
            sources[unit] = (nint)(rows + ((nint)unit * values));
        RowLanes.Load(sources, units, values, target, group);
        for (var unit = units; unit < group; unit++)
        {
            for (nint value = 0; value < values; value++)
                target[(value * group) + unit] = 0;
        }
    }

    private static void AddBias(float* bias, nint row, int count, float* target)
    {
        if (bias != null)
            PanelMath.Add(bias + row, target, count);
    }

    // For each group of columns: [row, column].
    private static void PackColumns<TMath, TVector>(float* rows, int count, int columns, int vectors, float* target)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        for (int column = 0, group; column < columns; column += group)
        {
            group = UnitGroup.Next<TMath, TVector>(columns - column, vectors);
            PackGroup(rows + column, count, columns, Math.Min(group, columns - column), target + ((nint)column * count), group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackGroup(float* source, int rows, nint stride, int columns, float* target, int group)
    {
        for (var row = 0; row < rows; row++)
        {
            var column = 0;
            for (; column <= columns - 4; column += 4)
                Vector128.Load(source + column).Store(target + column);
            for (; column < group; column++)
                target[column] = column < columns ? source[column] : 0;
            source += stride;
            target += group;
        }
    }
}
