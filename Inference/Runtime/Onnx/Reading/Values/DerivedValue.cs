using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Parts of an input of the graph, cut and joined; good for initial states and lengths, which are not looked into any further.</summary>
/// <param name="Input">The input.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Offset">What was added to it: lengths - 1 are the places of the last steps.</param>
internal sealed record DerivedValue(string Input, DataType Type, long Offset = 0) : GraphValue
{
    /// <summary>An input of the graph as far as initial states and lengths look at it.</summary>
    public static DerivedValue? Of(GraphValue? value) => value switch
    {
        DerivedValue derived => derived,
        SignalValue { Content: InputContent { IsRaw: true } input } => new DerivedValue(input.Name, input.Type),
        _ => null,
    };
}
