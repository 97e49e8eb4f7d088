using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Kernels;

/// <summary>A NaN anywhere in a sequence or its initial state makes every value of its answer and of its final state NaN, and of no other.</summary>
internal static unsafe class NotANumber
{
    /// <summary>Whether there is a NaN among values.</summary>
    public static bool IsIn(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
        {
            if (!Vector.EqualsAll(vector, vector))
                return true;
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            if (float.IsNaN(value))
                return true;
        }

        return false;
    }

    /// <summary>The rows of a block, one bit each, that have a NaN in their sequence or initial state.</summary>
    public static ulong Rows(PackedNetwork network, SequenceTask* rows, int count)
    {
        var poisoned = 0UL;
        for (var row = 0; row < count; row++)
        {
            if (IsIn(rows[row], network.Network.Features, network.State.Size))
                poisoned |= 1UL << row;
        }

        return poisoned;
    }

    /// <summary>Overwrites what was computed from a NaN.</summary>
    public static void Spread(PackedNetwork network, in SequenceTask task)
    {
        var answers = network.Network.AnswersEveryStep ? task.Length : 1;
        new Span<float>(task.Answer, answers * network.Network.Outputs).Fill(float.NaN);
        if (task.Final != null)
            new Span<float>(task.Final, network.State.Size).Fill(float.NaN);
    }

    private static bool IsIn(in SequenceTask task, int features, int stateSize) =>
        (task.Values != null && IsIn(new ReadOnlySpan<float>(task.Values, task.Length * features)))
        || (task.Initial != null && IsIn(new ReadOnlySpan<float>(task.Initial, stateSize)));
}
