using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Losses for one vector width. Values that do not fill a vector are computed one by one.</summary>
internal sealed unsafe class LossMath<TMath, TVector> : LossMath
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private const int MaxPowers = 256;

    // Sums of so many values, 32 in each element of a vector, are added in double precision.
    private static int BlockSize => 32 * TMath.Width;

    /// <inheritdoc/>
    public override double SumDifferences(
        DifferenceLoss loss, float delta, float* scores, float* targets, float* gradient, int count, float factor)
    {
        var sum = 0.0;
        for (var start = 0; start < count; start += BlockSize)
        {
            var block = Math.Min(BlockSize, count - start);
            var target = gradient == null ? null : gradient + start;
            sum += loss switch
            {
                DifferenceLoss.Squared => SumBlock<SquaredError>(delta, scores + start, targets + start, target, block, factor),
                DifferenceLoss.Absolute => SumBlock<AbsoluteError>(delta, scores + start, targets + start, target, block, factor),
                _ => SumBlock<HuberError>(delta, scores + start, targets + start, target, block, factor),
            };
        }

        return sum;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override double CrossEntropy(float* scores, int classes, int target, float* gradient, float factor)
    {
        // The gradient may replace the scores.
        var score = scores[target];
        // The maximum is subtracted first: e^x of a large score would be infinite.
        var max = RowMath<TMath, TVector>.Max(scores, classes);
        var sum = 0f;
        if (gradient == null)
        {
            var powers = stackalloc float[MaxPowers];
            for (var start = 0; start < classes; start += MaxPowers)
                sum += RowMath<TMath, TVector>.Exponentiate(scores + start, powers, Math.Min(MaxPowers, classes - start), max);
        }
        else
        {
            sum = RowMath<TMath, TVector>.Exponentiate(scores, gradient, classes, max);
            Scale(gradient, gradient, classes, factor / sum);
            gradient[target] -= factor;
        }

        return Math.Log(sum) + max - score;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(float* values, float* target, nint count, float factor)
    {
        var factors = TMath.Broadcast(factor);
        nint index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
            TMath.Store(TMath.Multiply(TMath.Load(values + index), factors), target + index);
        for (; index < count; index++)
            target[index] = values[index] * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumBlock<TError>(float delta, float* scores, float* targets, float* gradient, int count, float factor)
        where TError : struct, IErrorFunction
    {
        var (deltas, factors, sums) = (TMath.Broadcast(delta), TMath.Broadcast(factor), TMath.Broadcast(0));
        var index = 0;
        for (; index <= count - TMath.Width; index += TMath.Width)
        {
            var difference = TMath.Subtract(TMath.Load(scores + index), TMath.Load(targets + index));
            var slope = TError.GetSlope<TMath, TVector>(difference, deltas);
            sums = TMath.Add(sums, TError.GetLoss<TMath, TVector>(difference, slope));
            if (gradient != null)
                TMath.Store(TMath.Multiply(slope, factors), gradient + index);
        }

        double sum = TMath.Sum(sums);
        for (; index < count; index++)
        {
            var difference = scores[index] - targets[index];
            var slope = TError.GetSlope<SingleFloat, float>(difference, delta);
            sum += TError.GetLoss<SingleFloat, float>(difference, slope);
            if (gradient != null)
                gradient[index] = slope * factor;
        }

        return sum;
    }
}
