using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Engine;

/// <summary>A NaN anywhere in a sequence or its initial state makes every value of its answer and of its final state NaN, and of no other.</summary>
internal static unsafe class NaNPropagation
{
    /// <summary>Whether there is a NaN among values.</summary>
    public static bool ContainsNaN(ReadOnlySpan<float> values)
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
    public static ulong FindRows(PackedNetwork network, PinnedSequence* rows, int count)
    {
        var poisoned = 0UL;
        for (var row = 0; row < count; row++)
        {
            if (ContainsNaN(rows[row], network.Network, network.State.Size))
                poisoned |= 1UL << row;
        }

        return poisoned;
    }

    /// <summary>Overwrites what was computed from a NaN.</summary>
    public static void Propagate(PackedNetwork network, in PinnedSequence task)
    {
        var size = network.Network.GetOutputSize(task.InputLength);
        new Span<float>(task.Output, size).Fill(float.NaN);
        if (task.Quantiles != null)
            new Span<float>(task.Quantiles, size * network.Network.Forecast.Quantiles.Count).Fill(float.NaN);
        if (task.FinalState != null)
            new Span<float>(task.FinalState, network.State.Size).Fill(float.NaN);
    }

    /// <summary>Whether the values of a sequence, or what is known ahead of it, hold a NaN or a value that has no transform, which counts as one.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="values">[steps, features].</param>
    /// <param name="steps">Time steps of the sequence.</param>
    /// <param name="futureCovariates">[steps + horizon, covariates], or null.</param>
    public static bool ContainsNaN(NetworkDescription network, float* values, int steps, float* futureCovariates) =>
        ContainsNaN(new ReadOnlySpan<float>(values, steps * network.Features))
        || (futureCovariates != null && ContainsNaN(new ReadOnlySpan<float>(futureCovariates, (steps + network.Forecast.Horizon) * network.Forecast.FutureCovariates)))
        || TargetTransformMath.HasUndefinedValue(network, values, steps, futureCovariates);

    private static bool ContainsNaN(in PinnedSequence task, NetworkDescription network, int stateSize) =>
        (task.Values != null && ContainsNaN(network, task.Values, task.InputLength, task.FutureCovariates))
        || (task.InitialState != null && ContainsNaN(new ReadOnlySpan<float>(task.InitialState, stateSize)));
}
