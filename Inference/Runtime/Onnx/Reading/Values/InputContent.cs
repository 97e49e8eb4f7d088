using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An input of the graph, optionally scaled or embedded: (x - mean) / standard deviation, or table[x].</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Type">The element type.</param>
/// <param name="Factors">The declared axes.</param>
internal sealed record InputContent(string Name, DataType Type, IReadOnlyList<AxisFactor> Factors) : SignalContent
{
    /// <summary>The embedding [vocabulary, size], or null.</summary>
    public ConstantTensor? Embedding { get; init; }

    /// <summary>One mean for all features or one for each, or null if none is subtracted.</summary>
    public float[]? Mean { get; init; }

    public float[]? StandardDeviation { get; init; }

    /// <summary>
    /// The axis that holds the features: that of the embedding, or along which the means and standard deviations differ; null if it is unknown.
    /// </summary>
    public AxisFactor? FeatureFactor { get; init; }

    /// <summary>Whether the input consists of floats that were truncated to integers, which only token IDs may be.</summary>
    public bool IsTruncated { get; init; }

    public bool IsFloat => Type is DataType.Float or DataType.Float16 or DataType.Double;

    public bool IsRaw => Embedding is null && Mean is null && StandardDeviation is null;

    public override string Description => $"input '{Name}'";

    public override IReadOnlyList<AxisFactor>? Units => FeatureFactor is null ? null : [FeatureFactor];

    /// <summary>Whether both contents have the same values.</summary>
    public bool SameAs(InputContent other) =>
        Name == other.Name && Embedding == other.Embedding && Same(Mean, other.Mean) && Same(StandardDeviation, other.StandardDeviation);

    private static bool Same(float[]? first, float[]? second) =>
        first is null ? second is null : second is not null && first.AsSpan().SequenceEqual(second);
}
