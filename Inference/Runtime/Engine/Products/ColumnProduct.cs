using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Products of weights with one row: vectors hold units, each value of the row meets all of them. Sums add in the same order as in
/// <see cref="LineProduct{TRows}"/>, so that both give the same bits.
/// </summary>
/// <typeparam name="TMath">The vector's operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal static unsafe class ColumnProduct<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Four vectors of units at once: one alone would wait for its own last sum.</summary>
    /// <param name="weights0">[value, <see cref="PackedStage.TileUnits"/>], from the first unit on.</param>
    /// <param name="weights1">The same of the second vector.</param>
    /// <param name="weights2">The same of the third vector.</param>
    /// <param name="weights3">The same of the fourth vector.</param>
    /// <param name="operands">The values; neighbours in memory.</param>
    /// <param name="sum0">The first vector: biases in, sums out.</param>
    /// <param name="sum1">The second vector.</param>
    /// <param name="sum2">The third vector.</param>
    /// <param name="sum3">The fourth vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(
        float* weights0, float* weights1, float* weights2, float* weights3, in Operands operands, float* sum0, float* sum1, float* sum2, float* sum3)
    {
        var total0 = TMath.Load(sum0);
        var total1 = TMath.Load(sum1);
        var total2 = TMath.Load(sum2);
        var total3 = TMath.Load(sum3);
        var values = operands.First;
        var count = operands.FirstCount;
        for (var panel = 0; panel < 2; panel++)
        {
            for (var index = 0; index < count; index++)
            {
                var value = TMath.Broadcast(values[index]);
                total0 = TMath.MultiplyAdd(value, TMath.Load(weights0), total0);
                total1 = TMath.MultiplyAdd(value, TMath.Load(weights1), total1);
                total2 = TMath.MultiplyAdd(value, TMath.Load(weights2), total2);
                total3 = TMath.MultiplyAdd(value, TMath.Load(weights3), total3);
                weights0 += PackedStage.TileUnits;
                weights1 += PackedStage.TileUnits;
                weights2 += PackedStage.TileUnits;
                weights3 += PackedStage.TileUnits;
            }

            values = operands.Second;
            count = operands.SecondCount;
        }

        TMath.Store(total0, sum0);
        TMath.Store(total1, sum1);
        TMath.Store(total2, sum2);
        TMath.Store(total3, sum3);
    }

    /// <summary>What four vectors at once leave over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(float* weights, in Operands operands, float* sum)
    {
        var total = TMath.Load(sum);
        var values = operands.First;
        var count = operands.FirstCount;
        for (var panel = 0; panel < 2; panel++)
        {
            for (var index = 0; index < count; index++)
            {
                total = TMath.MultiplyAdd(TMath.Broadcast(values[index]), TMath.Load(weights), total);
                weights += PackedStage.TileUnits;
            }

            values = operands.Second;
            count = operands.SecondCount;
        }

        TMath.Store(total, sum);
    }
}
