namespace MlNetRecurrent.Training;

/// <summary>Where a fit stands after an epoch.</summary>
/// <param name="Epoch">The epoch that ended, from 1.</param>
/// <param name="TotalEpochs">How many there will be.</param>
/// <param name="Loss">The mean loss over the epoch's sequences, each taken before the optimizer's step.</param>
/// <param name="ValidationLoss">The loss on the validation data, or null where there is none.</param>
public readonly record struct FitProgress(int Epoch, int TotalEpochs, double Loss, double? ValidationLoss = null)
{
    /// <summary>How much of the fit is done, 0 to 1: of its epochs, or of its time where that is ahead.</summary>
    public double CompletedFraction { get; init; }
}
