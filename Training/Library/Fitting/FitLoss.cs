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
            // All time steps have the same weight.
            var logits = network.ComputeScores(input);
            return (logits.ComputeLoss(new CrossEntropyScoreLoss(batch.Targets, _classWeights, TrainingBatch.IgnoredClass)), logits.States);
        }

        var everyStep = batch.Targets.dim() == 4;
        var scored = everyStep ? network.ComputeStepScores(input) : network.ComputeScores(input);
        var targets = scored.TargetScaling.ToScores(batch.Targets);
        if (!everyStep || initial is not null || description.MinSteps <= 1)
            return (scored.ComputeLoss(CreateLoss(description, targets)), scored.States);

        // The first steps have no valid residual baseline.
        var (first, count) = (description.MinSteps - 1, scored.Scores.shape[1] - description.MinSteps + 1);
        var loss = CreateLoss(description, targets.narrow(1, first, count));
        return (LossCall.Run(loss, scored.Scores.narrow(1, first, count)), scored.States);
    }

    private ScoreLoss CreateLoss(NetworkDescription network, Tensor targets) => network.Forecast.Quantiles.Count > 0
        ? new PinballScoreLoss([.. network.Forecast.Quantiles], targets)
        : new DifferenceScoreLoss(
            _forecast switch
            {
                ForecastLoss.MeanAbsoluteError => DifferenceLoss.Absolute,
                ForecastLoss.Huber => DifferenceLoss.Huber,
                _ => DifferenceLoss.Squared,
            },
            delta: 1,
            targets);

    public void Dispose() => _classWeights?.Dispose();
}
