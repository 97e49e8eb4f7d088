using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Products of weights and a block of rows. Vectors hold rows, each weight is multiplied by all of them, and the sums stay in registers until they
/// are complete. Every sum starts at its bias and adds its terms in the order of the values, so the output of a row is the same in any block.
/// </summary>
/// <remarks>
/// Two values are added in each round of the loop: half as many branches, and the same sums, since each of them adds the values one by one.
/// </remarks>
/// <typeparam name="TRows">The rows to compute.</typeparam>
internal static unsafe class LineProduct<TRows>
    where TRows : struct, IRowVectors<TRows>
{
    /// <summary>Computes eight units of a line: up to 24 vectors of sums, for processors with 32 vector registers.</summary>
    /// <param name="weights">[value, unit], starting at the first unit.</param>
    /// <param name="step">The number of floats from one value to the next.</param>
    /// <param name="bias">The bias of each unit.</param>
    /// <param name="operands">The operands.</param>
    /// <param name="target">The buffer for the sums: [unit, rows].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eight(float* weights, nint step, float* bias, in Operands operands, float* target)
    {
        var sum0 = TRows.Broadcast(bias[0]);
        var sum1 = TRows.Broadcast(bias[1]);
        var sum2 = TRows.Broadcast(bias[2]);
        var sum3 = TRows.Broadcast(bias[3]);
        var sum4 = TRows.Broadcast(bias[4]);
        var sum5 = TRows.Broadcast(bias[5]);
        var sum6 = TRows.Broadcast(bias[6]);
        var sum7 = TRows.Broadcast(bias[7]);
        var values = operands.First;
        var remaining = operands.FirstCount;
        var stride = operands.Stride;
        for (var panel = 0; panel < 2; panel++)
        {
            for (; remaining > 1; remaining -= 2)
            {
                var rows = TRows.Load(values);
                sum0 = TRows.MultiplyAdd(weights, rows, sum0);
                sum1 = TRows.MultiplyAdd(weights + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(weights + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(weights + 3, rows, sum3);
                sum4 = TRows.MultiplyAdd(weights + 4, rows, sum4);
                sum5 = TRows.MultiplyAdd(weights + 5, rows, sum5);
                sum6 = TRows.MultiplyAdd(weights + 6, rows, sum6);
                sum7 = TRows.MultiplyAdd(weights + 7, rows, sum7);
                rows = TRows.Load(values + stride);
                var next = weights + step;
                sum0 = TRows.MultiplyAdd(next, rows, sum0);
                sum1 = TRows.MultiplyAdd(next + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(next + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(next + 3, rows, sum3);
                sum4 = TRows.MultiplyAdd(next + 4, rows, sum4);
                sum5 = TRows.MultiplyAdd(next + 5, rows, sum5);
                sum6 = TRows.MultiplyAdd(next + 6, rows, sum6);
                sum7 = TRows.MultiplyAdd(next + 7, rows, sum7);
                weights += 2 * step;
                values += 2 * stride;
            }

            if (remaining > 0)
            {
                var rows = TRows.Load(values);
                sum0 = TRows.MultiplyAdd(weights, rows, sum0);
                sum1 = TRows.MultiplyAdd(weights + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(weights + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(weights + 3, rows, sum3);
                sum4 = TRows.MultiplyAdd(weights + 4, rows, sum4);
                sum5 = TRows.MultiplyAdd(weights + 5, rows, sum5);
                sum6 = TRows.MultiplyAdd(weights + 6, rows, sum6);
                sum7 = TRows.MultiplyAdd(weights + 7, rows, sum7);
                weights += step;
            }

            values = operands.Second;
            remaining = operands.SecondCount;
        }

        TRows.Store(sum0, target);
        TRows.Store(sum1, target + TRows.Rows);
        TRows.Store(sum2, target + (2 * TRows.Rows));
        TRows.Store(sum3, target + (3 * TRows.Rows));
        TRows.Store(sum4, target + (4 * TRows.Rows));
        TRows.Store(sum5, target + (5 * TRows.Rows));
        TRows.Store(sum6, target + (6 * TRows.Rows));
        TRows.Store(sum7, target + (7 * TRows.Rows));
    }

    /// <summary>
    /// Computes four units of a line: up to 12 vectors of sums, for processors with 16 vector registers and for the remainder after groups of eight.
    /// </summary>
    /// <inheritdoc cref="Eight"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(float* weights, nint step, float* bias, in Operands operands, float* target)
    {
        var sum0 = TRows.Broadcast(bias[0]);
        var sum1 = TRows.Broadcast(bias[1]);
        var sum2 = TRows.Broadcast(bias[2]);
        var sum3 = TRows.Broadcast(bias[3]);
        var values = operands.First;
        var remaining = operands.FirstCount;
        var stride = operands.Stride;
        for (var panel = 0; panel < 2; panel++)
        {
            for (; remaining > 1; remaining -= 2)
            {
                var rows = TRows.Load(values);
                sum0 = TRows.MultiplyAdd(weights, rows, sum0);
                sum1 = TRows.MultiplyAdd(weights + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(weights + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(weights + 3, rows, sum3);
                rows = TRows.Load(values + stride);
                var next = weights + step;
                sum0 = TRows.MultiplyAdd(next, rows, sum0);
                sum1 = TRows.MultiplyAdd(next + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(next + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(next + 3, rows, sum3);
                weights += 2 * step;
                values += 2 * stride;
            }

            if (remaining > 0)
            {
                var rows = TRows.Load(values);
                sum0 = TRows.MultiplyAdd(weights, rows, sum0);
                sum1 = TRows.MultiplyAdd(weights + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(weights + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(weights + 3, rows, sum3);
                weights += step;
            }

            values = operands.Second;
            remaining = operands.SecondCount;
        }

        TRows.Store(sum0, target);
        TRows.Store(sum1, target + TRows.Rows);
        TRows.Store(sum2, target + (2 * TRows.Rows));
        TRows.Store(sum3, target + (3 * TRows.Rows));
    }

    /// <summary>Computes sixteen units: for single vectors of rows and 32 vector registers.</summary>
    /// <inheritdoc cref="Eight"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sixteen(float* weights, nint step, float* bias, in Operands operands, float* target)
    {
        var sum0 = TRows.Broadcast(bias[0]);
        var sum1 = TRows.Broadcast(bias[1]);
        var sum2 = TRows.Broadcast(bias[2]);
        var sum3 = TRows.Broadcast(bias[3]);
        var sum4 = TRows.Broadcast(bias[4]);
        var sum5 = TRows.Broadcast(bias[5]);
        var sum6 = TRows.Broadcast(bias[6]);
        var sum7 = TRows.Broadcast(bias[7]);
        var sum8 = TRows.Broadcast(bias[8]);
        var sum9 = TRows.Broadcast(bias[9]);
        var sum10 = TRows.Broadcast(bias[10]);
        var sum11 = TRows.Broadcast(bias[11]);
        var sum12 = TRows.Broadcast(bias[12]);
        var sum13 = TRows.Broadcast(bias[13]);
        var sum14 = TRows.Broadcast(bias[14]);
        var sum15 = TRows.Broadcast(bias[15]);
        var values = operands.First;
        var remaining = operands.FirstCount;
        var stride = operands.Stride;
        for (var panel = 0; panel < 2; panel++)
        {
            for (; remaining > 0; remaining--)
            {
                var rows = TRows.Load(values);
                sum0 = TRows.MultiplyAdd(weights, rows, sum0);
                sum1 = TRows.MultiplyAdd(weights + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(weights + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(weights + 3, rows, sum3);
                sum4 = TRows.MultiplyAdd(weights + 4, rows, sum4);
                sum5 = TRows.MultiplyAdd(weights + 5, rows, sum5);
                sum6 = TRows.MultiplyAdd(weights + 6, rows, sum6);
                sum7 = TRows.MultiplyAdd(weights + 7, rows, sum7);
                sum8 = TRows.MultiplyAdd(weights + 8, rows, sum8);
                sum9 = TRows.MultiplyAdd(weights + 9, rows, sum9);
                sum10 = TRows.MultiplyAdd(weights + 10, rows, sum10);
                sum11 = TRows.MultiplyAdd(weights + 11, rows, sum11);
                sum12 = TRows.MultiplyAdd(weights + 12, rows, sum12);
                sum13 = TRows.MultiplyAdd(weights + 13, rows, sum13);
                sum14 = TRows.MultiplyAdd(weights + 14, rows, sum14);
                sum15 = TRows.MultiplyAdd(weights + 15, rows, sum15);
                weights += step;
                values += stride;
            }

            values = operands.Second;
            remaining = operands.SecondCount;
        }

        TRows.Store(sum0, target);
        TRows.Store(sum1, target + TRows.Rows);
        TRows.Store(sum2, target + (2 * TRows.Rows));
        TRows.Store(sum3, target + (3 * TRows.Rows));
        TRows.Store(sum4, target + (4 * TRows.Rows));
        TRows.Store(sum5, target + (5 * TRows.Rows));
        TRows.Store(sum6, target + (6 * TRows.Rows));
        TRows.Store(sum7, target + (7 * TRows.Rows));
        TRows.Store(sum8, target + (8 * TRows.Rows));
        TRows.Store(sum9, target + (9 * TRows.Rows));
        TRows.Store(sum10, target + (10 * TRows.Rows));
        TRows.Store(sum11, target + (11 * TRows.Rows));
        TRows.Store(sum12, target + (12 * TRows.Rows));
        TRows.Store(sum13, target + (13 * TRows.Rows));
        TRows.Store(sum14, target + (14 * TRows.Rows));
        TRows.Store(sum15, target + (15 * TRows.Rows));
    }

    /// <summary>Computes six units: for two vectors of rows and 16 vector registers.</summary>
    /// <inheritdoc cref="Eight"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Six(float* weights, nint step, float* bias, in Operands operands, float* target)
    {
        var sum0 = TRows.Broadcast(bias[0]);
        var sum1 = TRows.Broadcast(bias[1]);
        var sum2 = TRows.Broadcast(bias[2]);
        var sum3 = TRows.Broadcast(bias[3]);
        var sum4 = TRows.Broadcast(bias[4]);
        var sum5 = TRows.Broadcast(bias[5]);
        var values = operands.First;
        var remaining = operands.FirstCount;
        var stride = operands.Stride;
        for (var panel = 0; panel < 2; panel++)
        {
            for (; remaining > 0; remaining--)
            {
                var rows = TRows.Load(values);
                sum0 = TRows.MultiplyAdd(weights, rows, sum0);
                sum1 = TRows.MultiplyAdd(weights + 1, rows, sum1);
                sum2 = TRows.MultiplyAdd(weights + 2, rows, sum2);
                sum3 = TRows.MultiplyAdd(weights + 3, rows, sum3);
                sum4 = TRows.MultiplyAdd(weights + 4, rows, sum4);
                sum5 = TRows.MultiplyAdd(weights + 5, rows, sum5);
                weights += step;
                values += stride;
            }

            values = operands.Second;
            remaining = operands.SecondCount;
        }

        TRows.Store(sum0, target);
        TRows.Store(sum1, target + TRows.Rows);
        TRows.Store(sum2, target + (2 * TRows.Rows));
        TRows.Store(sum3, target + (3 * TRows.Rows));
        TRows.Store(sum4, target + (4 * TRows.Rows));
        TRows.Store(sum5, target + (5 * TRows.Rows));
    }
}
