namespace MlNetRecurrent.Training;

/// <summary>The progress of a fit after an epoch.</summary>
/// <param name="Epoch">The epoch that ended, counted from 1.</param>
/// <param name="TotalEpochs">The maximum number of epochs.</param>
/// <param name="Loss">The mean loss over the sequences of the epoch, each measured before the optimizer step.</param>
/// <param name="ValidationLoss">The loss on the validation data; null without validation data.</param>
public readonly record struct FitProgress(int Epoch, int TotalEpochs, double Loss, double? ValidationLoss = null)
{
    /// <summary>The completed fraction of the fit, 0 to 1: of its epochs, or of its time limit if that is ahead.</summary>
    public double CompletedFraction { get; init; }
}
