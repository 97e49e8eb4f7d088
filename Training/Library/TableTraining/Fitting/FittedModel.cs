
namespace MlNetRecurrent.Training;

/// <summary>A fitted network, or an ensemble of them, before it is exported.</summary>
/// <param name="Network">The network.</param>
/// <param name="Fit">The fit of the first member.</param>
/// <param name="Sequences">How many sequences were fitted.</param>
internal sealed record FittedModel(RecurrentNetwork Network, FitSummary Fit, long Sequences) : IDisposable
{
    /// <summary>
    /// Gives the quantiles the calibration of another model. A network that is fitted on every row has none left to be calibrated on: what the fit before
    /// found on its validation tail holds for it as well as can be known.
    /// </summary>
    public void CalibrateAs(FittedModel other)
    {
        if (Network.Quantiles is { } quantiles)
            quantiles.Shift = other.Network.Quantiles!.Shift;
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
