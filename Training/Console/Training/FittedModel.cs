using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A fitted network, or an ensemble of them, before it is exported.</summary>
/// <param name="Network">The network.</param>
/// <param name="Fit">The fit of the first member.</param>
/// <param name="Sequences">How many sequences were fitted.</param>
internal sealed record FittedModel(RecurrentNetwork Network, FitSummary Fit, long Sequences) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
