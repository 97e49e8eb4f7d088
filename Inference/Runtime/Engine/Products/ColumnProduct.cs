using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Products of weights and a single row. Vectors hold units, and each value of the row is multiplied by the weights of all of them. Terms are added
/// in the same order as in <see cref="LineProduct{TRows}"/>, so both produce the same bits.
/// </summary>
/// <typeparam name="TMath">The operations of the vector type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal static unsafe class ColumnProduct<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Computes four vectors of units together. A single one would wait for its previous sum at each multiply-add.</summary>
    /// <param name="weights0">[value, <see cref="PackedStage.TileUnits"/>], starting at the first unit of the first vector.</param>
    /// <param name="weights1">The weights of the second vector.</param>
    /// <param name="weights2">The weights of the third vector.</param>
    /// <param name="weights3">The weights of the fourth vector.</param>
    /// <param name="operands">The operands, with a stride of 1.</param>
    /// <param name="sum0">The first vector: biases on entry, sums on return.</param>
    /// <param name="sum1">The second vector, likewise.</param>
    /// <param name="sum2">The third vector, likewise.</param>
    /// <param name="sum3">The fourth vector, likewise.</param>
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

    /// <summary>Computes one vector of units: the remainder after groups of four.</summary>
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
