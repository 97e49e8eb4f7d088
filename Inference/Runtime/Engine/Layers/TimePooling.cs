using System.Numerics;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The mean or maximum over time of the last layer's output, accumulated step by step. Sums use Kahan summation (Kahan 1965), so that the mean of
/// many steps keeps its precision.
/// </summary>
internal static unsafe class TimePooling
{
    /// <summary>
    /// The number of panels, of the size of the head's input, that are carried from step to step; a stream also carries its last steps.
    /// </summary>
    public static int GetPanelCount(SequencePooling pooling) => pooling switch
    {
        SequencePooling.Mean => 2,
        SequencePooling.Max or SequencePooling.LastSteps => 1,
        _ => 0,
    };

    /// <summary>Adds one time step.</summary>
    /// <param name="pooling">The mean or the maximum.</param>
    /// <param name="isFirst">Whether this is the first step.</param>
    /// <param name="values">The output of the last layer.</param>
    /// <param name="carried">The carried panels, each of the size of <paramref name="values"/>.</param>
    /// <param name="count">The number of values.</param>
    public static void Accumulate(SequencePooling pooling, bool isFirst, float* values, float* carried, nint count)
    {
        if (isFirst)
        {
            Buffer.MemoryCopy(values, carried, count * sizeof(float), count * sizeof(float));
            if (pooling == SequencePooling.Mean)
                new Span<float>(carried + count, (int)count).Clear();
            return;
        }

        nint index = 0;
        for (; index <= count - Vector<float>.Count; index += Vector<float>.Count)
        {
            var value = Vector.Load(values + index);
            var sum = Vector.Load(carried + index);
            if (pooling == SequencePooling.Max)
            {
                Vector.ConditionalSelect(Vector.GreaterThan(value, sum), value, sum).Store(carried + index);
                continue;
            }

            var term = value - Vector.Load(carried + count + index);
            var next = sum + term;
            (next - sum - term).Store(carried + count + index);
            next.Store(carried + index);
        }

        for (; index < count; index++)
            Accumulate(pooling, values[index], ref carried[index], ref carried[pooling == SequencePooling.Mean ? count + index : index]);
    }

    /// <summary>Adds one value of a step after the first.</summary>
    public static void Accumulate(SequencePooling pooling, float value, ref float carried, ref float rounded)
    {
        if (pooling == SequencePooling.Max)
        {
            // A carried NaN stays: no comparison with it is true.
            carried = value > carried ? value : carried;
            return;
        }

        var term = value - rounded;
        var next = carried + term;
        rounded = next - carried - term;
        carried = next;
    }

    /// <summary>The pooled value after the given number of steps.</summary>
    public static float GetResult(SequencePooling pooling, float carried, long steps) => pooling == SequencePooling.Mean ? carried / steps : carried;
}
