using System.Numerics;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The mean or the maximum over time of what the last layer gives, step by step. Sums carry what was rounded off along (Kahan 1965), so that the mean of
/// many steps keeps its digits.
/// </summary>
internal static unsafe class TimePooling
{
    /// <summary>Panels that are carried from step to step.</summary>
    public static int GetPanelCount(SequencePooling pooling) => pooling switch
    {
        SequencePooling.Mean => 2,
        SequencePooling.Max => 1,
        _ => 0,
    };

    /// <summary>Takes a step.</summary>
    /// <param name="pooling">Mean or maximum.</param>
    /// <param name="isFirst">Whether it is the first one.</param>
    /// <param name="values">What the last layer gives.</param>
    /// <param name="carried">The panels that are carried, as large as the values.</param>
    /// <param name="count">How many values there are.</param>
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

            var more = value - Vector.Load(carried + count + index);
            var next = sum + more;
            (next - sum - more).Store(carried + count + index);
            next.Store(carried + index);
        }

        for (; index < count; index++)
            Accumulate(pooling, values[index], ref carried[index], ref carried[pooling == SequencePooling.Mean ? count + index : index]);
    }

    /// <summary>Takes one value of a step that is not the first one.</summary>
    public static void Accumulate(SequencePooling pooling, float value, ref float carried, ref float rounded)
    {
        if (pooling == SequencePooling.Max)
        {
            // A NaN that is carried stays: nothing is larger.
            carried = value > carried ? value : carried;
            return;
        }

        var more = value - rounded;
        var next = carried + more;
        rounded = next - carried - more;
        carried = next;
    }

    /// <summary>What the head reads after so many steps.</summary>
    public static float GetResult(SequencePooling pooling, float carried, long steps) => pooling == SequencePooling.Mean ? carried / steps : carried;
}
