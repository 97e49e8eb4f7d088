namespace MlNetRecurrent.Onnx;

/// <summary>What a linear head gives: (read * weight + bias) * factor + offset.</summary>
/// <param name="States">The states that it reads.</param>
/// <param name="Weight">[width, outputs].</param>
/// <param name="Units">What counts the outputs; more than one factor where a reshape gave them a horizon and targets.</param>
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
