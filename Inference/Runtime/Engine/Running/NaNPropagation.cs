using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// A NaN anywhere in a sequence or its initial state makes all of its outputs and its final state NaN, and does not affect other sequences.
/// </summary>
internal static unsafe class NaNPropagation
{
    /// <summary>Whether any value is NaN.</summary>
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

    /// <summary>Finds the rows of a block that have a NaN in their sequence or initial state; one bit per row.</summary>
    public static ulong FindRows(PackedNetwork network, PinnedSequence* rows, int count)
    {
        var rowsWithNaN = 0UL;
        for (var row = 0; row < count; row++)
        {
            if (ContainsNaN(rows[row], network.Network, network.State.Size))
                rowsWithNaN |= 1UL << row;
        }

        return rowsWithNaN;
    }

    /// <summary>Overwrites the outputs and the final state of a sequence with NaN.</summary>
    public static void Propagate(PackedNetwork network, in PinnedSequence sequence)
    {
        var size = network.Network.GetOutputSize(sequence.InputLength);
        new Span<float>(sequence.Output, size).Fill(float.NaN);
        if (sequence.Quantiles != null)
            new Span<float>(sequence.Quantiles, size * network.Network.Forecast.Quantiles.Count).Fill(float.NaN);
        if (sequence.FinalState != null)
            new Span<float>(sequence.FinalState, network.State.Size).Fill(float.NaN);
    }

    /// <summary>
    /// Whether the values or future covariates of a sequence contain a NaN, or a value that is undefined under the target transform, which counts as
    /// NaN.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The input values: [steps, features].</param>
    /// <param name="steps">The number of input steps.</param>
    /// <param name="futureCovariates">The future covariates, [steps + horizon, covariates], or null.</param>
    public static bool ContainsNaN(NetworkDescription network, float* values, int steps, float* futureCovariates) =>
        ContainsNaN(network, values, steps, futureCovariates, steps + network.Forecast.Horizon);

    /// <summary>Whether input values or future covariates contain a NaN, or a value that is undefined under the target transform.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The input values: [steps, features].</param>
    /// <param name="steps">The number of input steps, at least 0.</param>
    /// <param name="futureCovariates">The future covariates, [covariate steps, covariates], or null.</param>
    /// <param name="covariateSteps">The number of steps with future covariates.</param>
    public static bool ContainsNaN(NetworkDescription network, float* values, int steps, float* futureCovariates, int covariateSteps) =>
        ContainsNaN(new ReadOnlySpan<float>(values, steps * network.Features))
        || (futureCovariates != null && ContainsNaN(new ReadOnlySpan<float>(futureCovariates, covariateSteps * network.Forecast.FutureCovariates)))
        || TargetTransformMath.HasUndefinedValue(network, values, steps, futureCovariates, covariateSteps);

    private static bool ContainsNaN(in PinnedSequence sequence, NetworkDescription network, int stateSize) =>
        (sequence.Values != null && ContainsNaN(network, sequence.Values, sequence.InputLength, sequence.FutureCovariates))
        || (sequence.InitialState != null && ContainsNaN(new ReadOnlySpan<float>(sequence.InitialState, stateSize)));
}
