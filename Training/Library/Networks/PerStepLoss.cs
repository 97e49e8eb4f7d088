namespace MlNetRecurrent.Training;

/// <summary>Determines which forecasters can be trained on a forecast at every time step of a sequence, instead of only at its last step.</summary>
internal static class PerStepLoss
{
    /// <summary>
    /// Explains why a network cannot, or returns null if it can: its forecast at a time step must not depend on later steps.
    /// </summary>
    public static string? ExplainUnsupported(NetworkDescription network) => network switch
    {
        { Task: not RecurrentTask.Forecast } => $"its task is {network.Task}",
        { Normalization: InputNormalization.Window } => $"normalization {network.Normalization} uses statistics of the whole sequence, "
            + "which contains the values to be forecast",
        { Forecast.FutureCovariates: > 0 } => "its future covariates cover the horizon of the last step only",
        _ when network.Layers.Any(layer => layer.Direction != SequenceDirection.Forward) =>
            "a layer processes the sequence in reverse, starting with the values to be forecast",
        { ReversesOutput: true } => "its outputs are in reverse order of time",
        _ when network.LostSteps != 0 => $"its convolutions shorten a sequence by {network.LostSteps} steps",
        _ when network.Layers.Any(layer => layer.InputLayers.Any(linear => linear.PaddingAfter > 0)) =>
            "a convolution reads later steps, which contain the values to be forecast",
        _ => null,
    };
}
