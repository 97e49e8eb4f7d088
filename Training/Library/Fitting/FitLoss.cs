using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The loss that a fit minimizes: the error of scaled forecasts, the pinball loss of their quantiles, or the cross-entropy of classes. It owns the
/// tensor of class weights.
/// </summary>
internal sealed class FitLoss : IDisposable
{
    private readonly ForecastLoss _forecast;
    private readonly Tensor? _classWeights;

    public FitLoss(FitOptions options)
    {
        _forecast = options.Loss;
        _classWeights = options.ClassWeights is { } weights
            ? tensor([.. weights.Select(weight => (float)weight)]).DetachFromDisposeScope()
            : null;
    }

    /// <summary>The name of the loss in model cards.</summary>
    public static string GetName(NetworkDescription network, ForecastLoss forecast) => network.Task != RecurrentTask.Forecast ? "cross-entropy"
        : network.Forecast.Quantiles.Count > 0 ? "pinball"
        : forecast switch
        {
            ForecastLoss.MeanAbsoluteError => "mae",
            ForecastLoss.Huber => "huber",
            _ => "mse",
        };

    /// <summary>Computes the mean loss over a batch, and the final states.</summary>
    public (Tensor Loss, IReadOnlyList<RecurrentState> States) Compute(
        RecurrentNetwork network, TrainingBatch batch, IReadOnlyList<RecurrentState>? initial = null)
    {
        var description = network.Description;
        var input = NetworkInput.FromBatch(batch, initial);
        if (description.Task != RecurrentTask.Forecast)
        {
            var (logits, states, _) = network.ComputeScores(input);
            // All time steps have the same weight: [batch * time, classes].
            var (rows, classes) = (logits.reshape(-1, description.Classes), batch.Targets.reshape(-1));
            return (nn.functional.cross_entropy(rows, classes, _classWeights, TrainingBatch.IgnoredClass), states);
        }

        var everyStep = batch.Targets.dim() == 4;
        var scored = everyStep ? network.ComputeStepScores(input) : network.ComputeScores(input);
        var (scores, targets) = (scored.Scores, scored.TargetScaling.ToScores(batch.Targets));
        if (everyStep && initial is null && description.MinSteps > 1)
        {
            // The first steps have no valid residual baseline.
            var (first, count) = (description.MinSteps - 1, scores.shape[1] - description.MinSteps + 1);
            (scores, targets) = (scores.narrow(1, first, count), targets.narrow(1, first, count));
        }

        if (description.Forecast.Quantiles.Count > 0)
            return (QuantileLoss.Compute(description, scores, targets), scored.States);
        return (_forecast switch
        {
            ForecastLoss.MeanAbsoluteError => nn.functional.l1_loss(scores, targets),
            ForecastLoss.Huber => nn.functional.huber_loss(scores, targets),
            _ => nn.functional.mse_loss(scores, targets),
        }, scored.States);
    }

    public void Dispose() => _classWeights?.Dispose();
}
