using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Takes values into the space of a description's transform, and answers out of it.</summary>
internal static class TargetTransforms
{
    /// <summary>log(value + offset), sqrt(value + offset), or the value.</summary>
    public static Tensor Apply(NetworkDescription network, Tensor values) => network.Forecast.Transform switch
    {
        TargetTransform.Log => (values + network.Forecast.TransformOffset).log(),
        TargetTransform.SquareRoot => (values + network.Forecast.TransformOffset).sqrt(),
        _ => values,
    };

    /// <summary>exp(answer) - offset, max(answer, 0)^2 - offset, or the answer.</summary>
    public static Tensor Invert(NetworkDescription network, Tensor values) => network.Forecast.Transform switch
    {
        TargetTransform.Log => values.exp() - network.Forecast.TransformOffset,
        TargetTransform.SquareRoot => values.relu().square() - network.Forecast.TransformOffset,
        _ => values,
    };
}
