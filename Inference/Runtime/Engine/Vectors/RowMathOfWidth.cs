using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Arithmetic on a row for one vector width. Values that do not fill a vector are computed one by one.</summary>
internal sealed unsafe class RowMath<TMath, TVector> : RowMath
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private const int MaxPowers = 256;

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
            Divide(scores, Exponentiate(start, start, scores.Length, max));
        }
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void LogSoftmax(Span<float> scores)
    {
        if (scores.IsEmpty)
            return;
        var powers = stackalloc float[MaxPowers];
        fixed (float* start = scores)
        {
            var max = Max(start, scores.Length);
            var sum = 0f;
            for (var index = 0; index < scores.Length; index += MaxPowers)
                sum += Exponentiate(start + index, powers, Math.Min(MaxPowers, scores.Length - index), max);
            var logarithm = MathF.Log(sum);
            for (var index = 0; index < scores.Length; index++)
                start[index] = start[index] - max - logarithm;
        }
    }

    /// <summary>Returns the largest of at least one value; if one is NaN, any.</summary>
    [SkipLocalsInit]
    internal static float Max(float* values, int count)
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

    /// <summary>Computes e^(score - max) of each score, and returns the sum.</summary>
    [SkipLocalsInit]
    internal static float Exponentiate(float* values, float* powers, int count, float max)
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
                TMath.Store(power, powers + index);
                sums = TMath.Add(sums, power);
            }

            TMath.Store(sums, lanes);
            for (var lane = 0; lane < TMath.Width; lane++)
                sum += lanes[lane];
        }

        for (; index < count; index++)
        {
            powers[index] = Exponential<SingleFloat, float>.ExpNonPositive(values[index] - max);
            sum += powers[index];
        }

        return sum;
    }
}
