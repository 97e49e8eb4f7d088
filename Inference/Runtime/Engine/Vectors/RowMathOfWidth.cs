using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Arithmetic on a row for one vector width. Values that do not fill a vector are computed one by one.</summary>
internal sealed unsafe class RowMath<TMath, TVector> : RowMath
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override void Add(Span<float> values, ReadOnlySpan<float> addend)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(addend.Length, values.Length);
        fixed (float* target = values, source = addend)
        {
            var index = 0;
            for (; index <= values.Length - TMath.Width; index += TMath.Width)
                TMath.Store(TMath.Add(TMath.Load(target + index), TMath.Load(source + index)), target + index);
            for (; index < values.Length; index++)
                target[index] += source[index];
        }
    }

    /// <inheritdoc/>
    public override void Divide(Span<float> values, float divisor)
    {
        fixed (float* target = values)
        {
            var index = 0;
            for (; index <= values.Length - TMath.Width; index += TMath.Width)
                TMath.Store(TMath.Divide(TMath.Load(target + index), TMath.Broadcast(divisor)), target + index);
            for (; index < values.Length; index++)
                target[index] /= divisor;
        }
    }

    /// <inheritdoc/>
    public override void Softmax(Span<float> scores)
    {
        if (scores.IsEmpty)
            return;
        fixed (float* start = scores)
        {
            // The maximum is subtracted first: e^x of a large score would be infinite.
            var max = Max(start, scores.Length);
            Divide(scores, Exponentiate(start, scores.Length, max));
        }
    }

    [SkipLocalsInit]
    private static float Max(float* values, int count)
    {
        var index = 0;
        var max = values[0];
        if (count >= TMath.Width)
        {
            var lanes = stackalloc float[TMath.Width];
            var vector = TMath.Load(values);
            for (index = TMath.Width; index <= count - TMath.Width; index += TMath.Width)
                vector = TMath.Max(vector, TMath.Load(values + index));
            TMath.Store(vector, lanes);
            for (var lane = 0; lane < TMath.Width; lane++)
                max = SingleFloat.Max(max, lanes[lane]);
        }

        for (; index < count; index++)
            max = SingleFloat.Max(max, values[index]);
        return max;
    }

    // Replaces each score by e^(score - max), and returns the sum.
    [SkipLocalsInit]
    private static float Exponentiate(float* values, int count, float max)
    {
        var index = 0;
        var sum = 0f;
        if (count >= TMath.Width)
        {
            var lanes = stackalloc float[TMath.Width];
            var sums = TMath.Broadcast(0);
            for (; index <= count - TMath.Width; index += TMath.Width)
            {
                var power = Exponential<TMath, TVector>.ExpNonPositive(TMath.Subtract(TMath.Load(values + index), TMath.Broadcast(max)));
                TMath.Store(power, values + index);
                sums = TMath.Add(sums, power);
            }

            TMath.Store(sums, lanes);
            for (var lane = 0; lane < TMath.Width; lane++)
                sum += lanes[lane];
        }

        for (; index < count; index++)
        {
            values[index] = Exponential<SingleFloat, float>.ExpNonPositive(values[index] - max);
            sum += values[index];
        }

        return sum;
    }
}
