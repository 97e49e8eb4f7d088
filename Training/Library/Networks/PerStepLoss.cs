namespace MlNetRecurrent.Training;

/// <summary>Which forecasters can be fitted on a forecast from every step of a sequence, instead of from its last step alone.</summary>
internal static class PerStepLoss
{
    /// <summary>Why a network cannot, or null where it can: what it knows at a step must be what it would know if the sequence ended there.</summary>
    public static string? ExplainUnsupported(NetworkDescription network) => network switch
    {
        { Task: not RecurrentTask.Forecast } => $"its task is {network.Task}",
        { Normalization: InputNormalization.Window } => $"normalization {network.Normalization} takes the level of the whole sequence, which holds what is to be forecast",
        { Forecast.FutureCovariates: > 0 } => "what is known ahead is the horizon's of the last step alone",
        _ when network.Layers.Any(layer => layer.Direction != SequenceDirection.Forward) => "a layer walks backwards through time, from what is to be forecast",
        _ => null,
    };
}
