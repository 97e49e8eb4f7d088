using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The buffers of the caller for one step of many series. They must stay pinned during the step.</summary>
internal readonly unsafe struct StreamBuffers
{
    /// <summary>The input values, [position, features], or null if the input is tokens.</summary>
    public float* Values { get; init; }

    /// <summary>The input tokens, [position], or null if the input is values.</summary>
    public long* Tokens { get; init; }

    /// <summary>
    /// The future covariates of the steps, [position, covariates], whose network has no output at these steps; or null.
    /// </summary>
    public float* FutureCovariates { get; init; }

    /// <summary>The buffer for the outputs, [position, outputs]; null with future covariates.</summary>
    public float* Outputs { get; init; }

    /// <summary>The buffer for the quantiles, [position, outputs, levels], or null.</summary>
    public float* Quantiles { get; init; }

    /// <summary>Gets the step of the series at a position.</summary>
    /// <param name="network">The network.</param>
    /// <param name="position">The position.</param>
    /// <param name="steps">Whether the series steps; if not, it has no buffers for outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PinnedSequence GetStep(NetworkDescription network, nint position, bool steps) => new()
    {
        Values = Values == null ? null : Values + (position * network.Features),
        Tokens = Tokens == null ? null : Tokens + position,
        FutureCovariates = FutureCovariates == null ? null : FutureCovariates + (position * network.Forecast.FutureCovariates),
        InputLength = 1,
        Length = 1,
        Output = steps && Outputs != null ? Outputs + (position * network.OutputSize) : null,
        Quantiles = steps && Quantiles != null ? Quantiles + (position * network.OutputSize * network.Forecast.Quantiles.Count) : null,
    };
}
