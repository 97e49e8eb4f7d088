using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Engine;

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
            if (IsIn(rows[row], network.Network, network.State.Size))
                poisoned |= 1UL << row;
        }

        return poisoned;
    }

    /// <summary>Overwrites what was computed from a NaN.</summary>
    public static void Spread(PackedNetwork network, in SequenceTask task)
    {
        var size = network.Network.AnswerSize(task.Own);
        new Span<float>(task.Answer, size).Fill(float.NaN);
        if (task.Quantiles != null)
            new Span<float>(task.Quantiles, size * network.Network.Quantiles.Count).Fill(float.NaN);
        if (task.Final != null)
            new Span<float>(task.Final, network.State.Size).Fill(float.NaN);
    }

    /// <summary>Whether the values of a sequence, or what is known ahead of it, hold a NaN or a value that has no transform, which counts as one.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="values">[steps, features].</param>
    /// <param name="steps">Time steps of the sequence.</param>
    /// <param name="known">[steps + horizon, covariates], or null.</param>
    public static bool IsIn(NetworkDescription network, float* values, int steps, float* known) =>
        IsIn(new ReadOnlySpan<float>(values, steps * network.Features))
        || (known != null && IsIn(new ReadOnlySpan<float>(known, (steps + network.Horizon) * network.Known)))
        || TargetSpace.IsLeft(network, values, steps, known);

    private static bool IsIn(in SequenceTask task, NetworkDescription network, int stateSize) =>
        (task.Values != null && IsIn(network, task.Values, task.Own, task.Known))
        || (task.Initial != null && IsIn(new ReadOnlySpan<float>(task.Initial, stateSize)));
}
