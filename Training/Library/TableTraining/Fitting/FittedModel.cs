namespace MlNetRecurrent.Training;

/// <summary>A fitted network or ensemble, before export.</summary>
/// <param name="Network">The network.</param>
/// <param name="Fit">The summary of the fit of the first member.</param>
/// <param name="Sequences">The number of training sequences.</param>
internal sealed record FittedModel(RecurrentNetwork Network, FitSummary Fit, long Sequences) : IDisposable
{
    /// <summary>
    /// Copies the calibration of the quantiles from another model. A network fitted on all rows has no held-out rows for its own calibration; that of
    /// the previous fit is the best estimate.
    /// </summary>
    public void CalibrateAs(FittedModel other)
    {
        if (Network.Quantiles is { } quantiles)
            quantiles.Shift = other.Network.Quantiles!.Shift;
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
