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
    /// <summary>
    /// The number of vectors that are computed together at best. A multiply-add takes about four cycles and two start in each, so that fewer sums
    /// would wait for their previous terms.
    /// </summary>
    public const int MaxVectors = 8;

    /// <summary>Computes any number of vectors of units, up to <see cref="MaxVectors"/>.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="weights">The weights of the stage.</param>
    /// <param name="bias">The biases of the stage.</param>
    /// <param name="operands">The operands, with a stride of 1.</param>
    /// <param name="sums">The buffer for the sums.</param>
    public static void Multiply(ReadOnlySpan<UnitVector> vectors, float* weights, float* bias, in Operands operands, float* sums)
    {
        if (vectors.Length == MaxVectors)
        {
            Eight(vectors, weights, bias, operands, sums);
            return;
        }

        for (; vectors.Length >= 4; vectors = vectors[4..])
            Four(vectors, weights, bias, operands, sums);
        foreach (var vector in vectors)
            One(vector, weights, bias, operands, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(ReadOnlySpan<UnitVector> vectors, float* weights, float* bias, in Operands operands, float* sums)
    {
        float* weights0 = weights + vectors[0].Weights, weights1 = weights + vectors[1].Weights;
        float* weights2 = weights + vectors[2].Weights, weights3 = weights + vectors[3].Weights;
        float* weights4 = weights + vectors[4].Weights, weights5 = weights + vectors[5].Weights;
        float* weights6 = weights + vectors[6].Weights, weights7 = weights + vectors[7].Weights;
        var sum0 = TMath.Load(bias + vectors[0].Units);
        var sum1 = TMath.Load(bias + vectors[1].Units);
        var sum2 = TMath.Load(bias + vectors[2].Units);
        var sum3 = TMath.Load(bias + vectors[3].Units);
        var sum4 = TMath.Load(bias + vectors[4].Units);
        var sum5 = TMath.Load(bias + vectors[5].Units);
        var sum6 = TMath.Load(bias + vectors[6].Units);
        var sum7 = TMath.Load(bias + vectors[7].Units);
        var values = operands.First;
        var count = operands.FirstCount;
        nint offset = 0;
        for (var panel = 0; panel < 2; panel++)
        {
            for (var end = values + count; values != end; values++)
            {
                var value = TMath.Broadcast(*values);
                sum0 = TMath.MultiplyAdd(value, TMath.Load(weights0 + offset), sum0);
                sum1 = TMath.MultiplyAdd(value, TMath.Load(weights1 + offset), sum1);
                sum2 = TMath.MultiplyAdd(value, TMath.Load(weights2 + offset), sum2);
                sum3 = TMath.MultiplyAdd(value, TMath.Load(weights3 + offset), sum3);
                sum4 = TMath.MultiplyAdd(value, TMath.Load(weights4 + offset), sum4);
                sum5 = TMath.MultiplyAdd(value, TMath.Load(weights5 + offset), sum5);
                sum6 = TMath.MultiplyAdd(value, TMath.Load(weights6 + offset), sum6);
                sum7 = TMath.MultiplyAdd(value, TMath.Load(weights7 + offset), sum7);
                offset += PackedStage.TileUnits;
            }

            values = operands.Second;
            count = operands.SecondCount;
        }

        TMath.Store(sum0, sums + vectors[0].Units);
        TMath.Store(sum1, sums + vectors[1].Units);
        TMath.Store(sum2, sums + vectors[2].Units);
        TMath.Store(sum3, sums + vectors[3].Units);
        TMath.Store(sum4, sums + vectors[4].Units);
        TMath.Store(sum5, sums + vectors[5].Units);
        TMath.Store(sum6, sums + vectors[6].Units);
        TMath.Store(sum7, sums + vectors[7].Units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(ReadOnlySpan<UnitVector> vectors, float* weights, float* bias, in Operands operands, float* sums)
    {
        float* weights0 = weights + vectors[0].Weights, weights1 = weights + vectors[1].Weights;
        float* weights2 = weights + vectors[2].Weights, weights3 = weights + vectors[3].Weights;
        var sum0 = TMath.Load(bias + vectors[0].Units);
        var sum1 = TMath.Load(bias + vectors[1].Units);
        var sum2 = TMath.Load(bias + vectors[2].Units);
        var sum3 = TMath.Load(bias + vectors[3].Units);
        var values = operands.First;
        var count = operands.FirstCount;
        nint offset = 0;
        for (var panel = 0; panel < 2; panel++)
        {
            for (var end = values + count; values != end; values++)
            {
                var value = TMath.Broadcast(*values);
                sum0 = TMath.MultiplyAdd(value, TMath.Load(weights0 + offset), sum0);
                sum1 = TMath.MultiplyAdd(value, TMath.Load(weights1 + offset), sum1);
                sum2 = TMath.MultiplyAdd(value, TMath.Load(weights2 + offset), sum2);
                sum3 = TMath.MultiplyAdd(value, TMath.Load(weights3 + offset), sum3);
                offset += PackedStage.TileUnits;
            }

            values = operands.Second;
            count = operands.SecondCount;
        }

        TMath.Store(sum0, sums + vectors[0].Units);
        TMath.Store(sum1, sums + vectors[1].Units);
        TMath.Store(sum2, sums + vectors[2].Units);
        TMath.Store(sum3, sums + vectors[3].Units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(UnitVector vector, float* weights, float* bias, in Operands operands, float* sums)
    {
        weights += vector.Weights;
        var sum = TMath.Load(bias + vector.Units);
        var values = operands.First;
        var count = operands.FirstCount;
        for (var panel = 0; panel < 2; panel++)
        {
            for (var end = values + count; values != end; values++)
            {
                sum = TMath.MultiplyAdd(TMath.Broadcast(*values), TMath.Load(weights), sum);
                weights += PackedStage.TileUnits;
            }

            values = operands.Second;
            count = operands.SecondCount;
        }

        TMath.Store(sum, sums + vector.Units);
    }
}
