namespace MlNetRecurrent.Onnx;

/// <summary>The output of a linear head: (states * weight + bias) * factor + offset.</summary>
/// <param name="States">The states that feed the head.</param>
/// <param name="Weight">[width, outputs].</param>
/// <param name="Units">The factors of the output axis; more than one if a reshape split it into horizon and targets.</param>
internal sealed record HeadContent(StateContent States, float[] Weight, IReadOnlyList<AxisFactor> Units) : SignalContent
{
    public required int Outputs { get; init; }

    /// <summary>[outputs], or null for zeros.</summary>
    public float[]? Bias { get; init; }

    /// <summary>[outputs], or null for ones.</summary>
    public float[]? Factor { get; init; }

    /// <summary>[outputs], or null for zeros.</summary>
    public float[]? Offset { get; init; }

    public bool HasSoftmax { get; init; }

    public override string Description => HasSoftmax ? "the probabilities" : "the linear head";
}
