using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// A narrow product, of two columns: vectors hold values, and each lane of the target sums up its share of them. Columns that would fill only a part
/// of a vector cost less in this way.
/// </summary>
/// <remarks>
/// The operands are those of a tile, but the values of a run are contiguous in both operands: <see cref="TileOperands.LeftValue"/> is 1, a run of
/// the right operand is [column, value], and <see cref="TileOperands.RightValue"/> is the number of floats from one run to the next.
/// The target is [line, column, lane], contiguous.
/// </remarks>
internal static unsafe class LaneProduct<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Computes eight lines: for processors with 32 vector registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(in TileOperands operands)
    {
        var target = operands.Target;
        TVector sum0, more0, sum1, more1, sum2, more2, sum3, more3, sum4, more4, sum5, more5, sum6, more6, sum7, more7;
        if (operands.Adds)
        {
            sum0 = TMath.Load(target);
            more0 = TMath.Load(target + TMath.Width);
            sum1 = TMath.Load(target + (2 * TMath.Width));
            more1 = TMath.Load(target + (3 * TMath.Width));
            sum2 = TMath.Load(target + (4 * TMath.Width));
            more2 = TMath.Load(target + (5 * TMath.Width));
            sum3 = TMath.Load(target + (6 * TMath.Width));
            more3 = TMath.Load(target + (7 * TMath.Width));
            sum4 = TMath.Load(target + (8 * TMath.Width));
            more4 = TMath.Load(target + (9 * TMath.Width));
            sum5 = TMath.Load(target + (10 * TMath.Width));
            more5 = TMath.Load(target + (11 * TMath.Width));
            sum6 = TMath.Load(target + (12 * TMath.Width));
            more6 = TMath.Load(target + (13 * TMath.Width));
            sum7 = TMath.Load(target + (14 * TMath.Width));
            more7 = TMath.Load(target + (15 * TMath.Width));
        }
        else
        {
            sum0 = TMath.Broadcast(0);
            more0 = sum0;
            sum1 = more1 = sum0;
            sum2 = more2 = sum0;
            sum3 = more3 = sum0;
            sum4 = more4 = sum0;
            sum5 = more5 = sum0;
            sum6 = more6 = sum0;
            sum7 = more7 = sum0;
        }

        var line = operands.LeftLine;
        var line3 = 3 * line;
        var line5 = 5 * line;
        var line7 = 7 * line;
        var right = operands.Right;
        var run = operands.Left;
        for (var runs = operands.Runs; runs > 0; runs--)
        {
            var a = run;
            for (var values = operands.Values; values > 0; values -= TMath.Width)
            {
                var column = TMath.Load(right);
                var next = TMath.Load(right + operands.Values);
                var left0 = TMath.Load(a);
                sum0 = TMath.MultiplyAdd(left0, column, sum0);
                more0 = TMath.MultiplyAdd(left0, next, more0);
                var left1 = TMath.Load(a + line);
                sum1 = TMath.MultiplyAdd(left1, column, sum1);
                more1 = TMath.MultiplyAdd(left1, next, more1);
                var left2 = TMath.Load(a + (2 * line));
                sum2 = TMath.MultiplyAdd(left2, column, sum2);
                more2 = TMath.MultiplyAdd(left2, next, more2);
                var left3 = TMath.Load(a + line3);
                sum3 = TMath.MultiplyAdd(left3, column, sum3);
                more3 = TMath.MultiplyAdd(left3, next, more3);
                var left4 = TMath.Load(a + (4 * line));
                sum4 = TMath.MultiplyAdd(left4, column, sum4);
                more4 = TMath.MultiplyAdd(left4, next, more4);
                var left5 = TMath.Load(a + line5);
                sum5 = TMath.MultiplyAdd(left5, column, sum5);
                more5 = TMath.MultiplyAdd(left5, next, more5);
                var left6 = TMath.Load(a + (2 * line3));
                sum6 = TMath.MultiplyAdd(left6, column, sum6);
                more6 = TMath.MultiplyAdd(left6, next, more6);
                var left7 = TMath.Load(a + line7);
                sum7 = TMath.MultiplyAdd(left7, column, sum7);
                more7 = TMath.MultiplyAdd(left7, next, more7);
                a += TMath.Width;
                right += TMath.Width;
            }

            run += operands.LeftRun;
            right += operands.RightValue - operands.Values;
        }

        TMath.Store(sum0, target);
        TMath.Store(more0, target + TMath.Width);
        TMath.Store(sum1, target + (2 * TMath.Width));
        TMath.Store(more1, target + (3 * TMath.Width));
        TMath.Store(sum2, target + (4 * TMath.Width));
        TMath.Store(more2, target + (5 * TMath.Width));
        TMath.Store(sum3, target + (6 * TMath.Width));
        TMath.Store(more3, target + (7 * TMath.Width));
        TMath.Store(sum4, target + (8 * TMath.Width));
        TMath.Store(more4, target + (9 * TMath.Width));
        TMath.Store(sum5, target + (10 * TMath.Width));
        TMath.Store(more5, target + (11 * TMath.Width));
        TMath.Store(sum6, target + (12 * TMath.Width));
        TMath.Store(more6, target + (13 * TMath.Width));
        TMath.Store(sum7, target + (14 * TMath.Width));
        TMath.Store(more7, target + (15 * TMath.Width));
    }

    /// <summary>Computes four lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(in TileOperands operands)
    {
        var target = operands.Target;
        TVector sum0, more0, sum1, more1, sum2, more2, sum3, more3;
        if (operands.Adds)
        {
            sum0 = TMath.Load(target);
            more0 = TMath.Load(target + TMath.Width);
            sum1 = TMath.Load(target + (2 * TMath.Width));
            more1 = TMath.Load(target + (3 * TMath.Width));
            sum2 = TMath.Load(target + (4 * TMath.Width));
            more2 = TMath.Load(target + (5 * TMath.Width));
            sum3 = TMath.Load(target + (6 * TMath.Width));
            more3 = TMath.Load(target + (7 * TMath.Width));
        }
        else
        {
            sum0 = TMath.Broadcast(0);
            more0 = sum0;
            sum1 = more1 = sum0;
            sum2 = more2 = sum0;
            sum3 = more3 = sum0;
        }

        var line = operands.LeftLine;
        var line3 = 3 * line;
        var right = operands.Right;
        var run = operands.Left;
        for (var runs = operands.Runs; runs > 0; runs--)
        {
            var a = run;
            for (var values = operands.Values; values > 0; values -= TMath.Width)
            {
                var column = TMath.Load(right);
                var next = TMath.Load(right + operands.Values);
                var left0 = TMath.Load(a);
                sum0 = TMath.MultiplyAdd(left0, column, sum0);
                more0 = TMath.MultiplyAdd(left0, next, more0);
                var left1 = TMath.Load(a + line);
                sum1 = TMath.MultiplyAdd(left1, column, sum1);
                more1 = TMath.MultiplyAdd(left1, next, more1);
                var left2 = TMath.Load(a + (2 * line));
                sum2 = TMath.MultiplyAdd(left2, column, sum2);
                more2 = TMath.MultiplyAdd(left2, next, more2);
                var left3 = TMath.Load(a + line3);
                sum3 = TMath.MultiplyAdd(left3, column, sum3);
                more3 = TMath.MultiplyAdd(left3, next, more3);
                a += TMath.Width;
                right += TMath.Width;
            }

            run += operands.LeftRun;
            right += operands.RightValue - operands.Values;
        }

        TMath.Store(sum0, target);
        TMath.Store(more0, target + TMath.Width);
        TMath.Store(sum1, target + (2 * TMath.Width));
        TMath.Store(more1, target + (3 * TMath.Width));
        TMath.Store(sum2, target + (4 * TMath.Width));
        TMath.Store(more2, target + (5 * TMath.Width));
        TMath.Store(sum3, target + (6 * TMath.Width));
        TMath.Store(more3, target + (7 * TMath.Width));
    }
}
