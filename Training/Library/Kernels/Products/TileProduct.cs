using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// A tile of a matrix product, whose sums stay in registers until they are complete. Vectors hold columns; each value of the left operand is
/// multiplied by all columns of the tile. The terms are added in the order of the values.
/// </summary>
/// <typeparam name="TRows">The columns of the tile: one to three vectors.</typeparam>
internal static unsafe class TileProduct<TRows>
    where TRows : struct, IRowVectors<TRows>
{
    /// <summary>Computes eight lines: up to 24 vectors of sums, for processors with 32 vector registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(in TileOperands operands)
    {
        var target = operands.Target;
        var targetLine = operands.TargetLine;
        TRows sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7;
        if (operands.Adds)
        {
            sum0 = TRows.Load(target);
            sum1 = TRows.Load(target + targetLine);
            sum2 = TRows.Load(target + (2 * targetLine));
            sum3 = TRows.Load(target + (3 * targetLine));
            sum4 = TRows.Load(target + (4 * targetLine));
            sum5 = TRows.Load(target + (5 * targetLine));
            sum6 = TRows.Load(target + (6 * targetLine));
            sum7 = TRows.Load(target + (7 * targetLine));
        }
        else
        {
            sum0 = TRows.Broadcast(0);
            sum1 = sum2 = sum3 = sum4 = sum5 = sum6 = sum7 = sum0;
        }

        var line = operands.LeftLine;
        var line3 = 3 * line;
        var line5 = 5 * line;
        var line7 = 7 * line;
        var step = operands.LeftValue;
        var rightStep = operands.RightValue;
        var right = operands.Right;
        var run = operands.Left;
        for (var runs = operands.Runs; runs > 0; runs--)
        {
            var a = run;
            for (var values = operands.Values; values > 0; values--)
            {
                var columns = TRows.Load(right);
                sum0 = TRows.MultiplyAdd(a, columns, sum0);
                sum1 = TRows.MultiplyAdd(a + line, columns, sum1);
                sum2 = TRows.MultiplyAdd(a + (2 * line), columns, sum2);
                sum3 = TRows.MultiplyAdd(a + line3, columns, sum3);
                sum4 = TRows.MultiplyAdd(a + (4 * line), columns, sum4);
                sum5 = TRows.MultiplyAdd(a + line5, columns, sum5);
                sum6 = TRows.MultiplyAdd(a + (2 * line3), columns, sum6);
                sum7 = TRows.MultiplyAdd(a + line7, columns, sum7);
                a += step;
                right += rightStep;
            }

            run += operands.LeftRun;
        }

        TRows.Store(sum0, target);
        TRows.Store(sum1, target + targetLine);
        TRows.Store(sum2, target + (2 * targetLine));
        TRows.Store(sum3, target + (3 * targetLine));
        TRows.Store(sum4, target + (4 * targetLine));
        TRows.Store(sum5, target + (5 * targetLine));
        TRows.Store(sum6, target + (6 * targetLine));
        TRows.Store(sum7, target + (7 * targetLine));
    }

    /// <summary>Computes four lines: up to 12 vectors of sums, for processors with 16 vector registers and for remainders.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(in TileOperands operands)
    {
        var target = operands.Target;
        var targetLine = operands.TargetLine;
        TRows sum0, sum1, sum2, sum3;
        if (operands.Adds)
        {
            sum0 = TRows.Load(target);
            sum1 = TRows.Load(target + targetLine);
            sum2 = TRows.Load(target + (2 * targetLine));
            sum3 = TRows.Load(target + (3 * targetLine));
        }
        else
        {
            sum0 = TRows.Broadcast(0);
            sum1 = sum2 = sum3 = sum0;
        }

        var line = operands.LeftLine;
        var line3 = 3 * line;
        var step = operands.LeftValue;
        var rightStep = operands.RightValue;
        var right = operands.Right;
        var run = operands.Left;
        for (var runs = operands.Runs; runs > 0; runs--)
        {
            var a = run;
            for (var values = operands.Values; values > 0; values--)
            {
                var columns = TRows.Load(right);
                sum0 = TRows.MultiplyAdd(a, columns, sum0);
                sum1 = TRows.MultiplyAdd(a + line, columns, sum1);
                sum2 = TRows.MultiplyAdd(a + (2 * line), columns, sum2);
                sum3 = TRows.MultiplyAdd(a + line3, columns, sum3);
                a += step;
                right += rightStep;
            }

            run += operands.LeftRun;
        }

        TRows.Store(sum0, target);
        TRows.Store(sum1, target + targetLine);
        TRows.Store(sum2, target + (2 * targetLine));
        TRows.Store(sum3, target + (3 * targetLine));
    }
}
