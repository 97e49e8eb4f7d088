using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Applies the target transform of a network, and inverts it.</summary>
internal static class TargetTransforms
{
    /// <summary>Transforms values: log(value + offset), sqrt(value + offset), or the value itself.</summary>
    public static Tensor Apply(NetworkDescription network, Tensor values) => network.Forecast.Transform switch
    {
        TargetTransform.Log => (values + network.Forecast.TransformOffset).log(),
        TargetTransform.SquareRoot => (values + network.Forecast.TransformOffset).sqrt(),
        _ => values,
    };

    /// <summary>Inverts the transform: exp(value) - offset, max(value, 0)^2 - offset, or the value itself.</summary>
    public static Tensor Invert(NetworkDescription network, Tensor values) => network.Forecast.Transform switch
    {
        TargetTransform.Log => values.exp() - network.Forecast.TransformOffset,
        TargetTransform.SquareRoot => values.relu().square() - network.Forecast.TransformOffset,
        _ => values,
    };
}
