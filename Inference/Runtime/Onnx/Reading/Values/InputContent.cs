using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An input of the graph, perhaps scaled or embedded: (x - mean) / deviation, or table[x].</summary>
/// <param name="Name">The input.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Factors">Its axes as declared.</param>
internal sealed record InputContent(string Name, DataType Type, IReadOnlyList<AxisFactor> Factors) : SignalContent
{
    /// <summary>[vocabulary, size], or null.</summary>
    public ConstantTensor? Embedding { get; init; }

    /// <summary>One mean for all features or one for each, or null where raw values go on.</summary>
    public float[]? Mean { get; init; }

    public float[]? StandardDeviation { get; init; }

    /// <summary>What the means and deviations are counted by, or null where one serves all.</summary>
    public AxisFactor? ScaledFactor { get; init; }

    public bool IsRaw => Embedding is null && Mean is null && StandardDeviation is null;

    public override string Description => $"input '{Name}'";

    /// <summary>Whether two nodes that read these read the same numbers.</summary>
    public bool SameAs(InputContent other) =>
        Name == other.Name && Embedding == other.Embedding && Same(Mean, other.Mean) && Same(StandardDeviation, other.StandardDeviation);

    private static bool Same(float[]? first, float[]? second) => first is null ? second is null : second is not null && first.AsSpan().SequenceEqual(second);
}
