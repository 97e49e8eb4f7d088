using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks that data has the history that a network's base and transform need.</summary>
internal static class HistoryChecks
{
    /// <exception cref="SequenceDataException">It has not; the message says what is missing.</exception>
    public static void Check(NetworkDescription network, SequenceData data)
    {
        if (data.Time < network.MinimumSteps)
        {
            throw new SequenceDataException(
                $"The sequences have {data.Time} time steps, but base {network.Base} with season {network.Season} needs {network.MinimumSteps}: use a longer window or a shorter season.");
        }

        if (network.Transform == TargetTransform.None)
            return;
        if (!Exist(Standardization.Of(data, (_, targets) => TargetTransforms.Of(network, targets.reshape(targets.shape[0], -1, network.Targets)))))
            throw Missing("answers hold");
        if (network.TargetFeatures.Count > 0 && !Exist(Standardization.Of(data, (inputs, _) => TargetTransforms.Of(network, History(network, inputs)))))
            throw Missing("history of the targets holds");

        SequenceDataException Missing(string where) => new(FormattableString.Invariant(
            $"The {where} a value that transform {network.Transform} with offset {network.TransformOffset} has no number for: expected {(network.Transform == TargetTransform.Log ? "above" : "at least")} {0 - network.TransformOffset}. Raise the offset, or use another transform."));
    }

    private static Tensor History(NetworkDescription network, Tensor inputs) =>
        inputs.index_select(2, tensor([.. network.TargetFeatures.Select(feature => (long)feature)]));

    // The mean of values of which one is NaN or infinite is neither a number.
    private static bool Exist(AffineScale scale) => scale.Mean.All(float.IsFinite);
}
