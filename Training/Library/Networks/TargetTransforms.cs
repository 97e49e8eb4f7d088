using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Takes values into the space of a description's transform, and answers out of it.</summary>
internal static class TargetTransforms
{
    /// <summary>log(value + offset), sqrt(value + offset), or the value.</summary>
    public static Tensor Of(NetworkDescription network, Tensor values) => network.Transform switch
    {
        TargetTransform.Log => (values + network.TransformOffset).log(),
        TargetTransform.SquareRoot => (values + network.TransformOffset).sqrt(),
        _ => values,
    };

    /// <summary>exp(answer) - offset, max(answer, 0)^2 - offset, or the answer.</summary>
    public static Tensor Undo(NetworkDescription network, Tensor answers) => network.Transform switch
    {
        TargetTransform.Log => answers.exp() - network.TransformOffset,
        TargetTransform.SquareRoot => answers.relu().square() - network.TransformOffset,
        _ => answers,
    };
}
