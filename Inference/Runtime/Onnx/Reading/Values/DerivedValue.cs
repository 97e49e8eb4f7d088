using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>A value derived from an input of the graph by slicing and concatenating, as used for initial states and lengths.</summary>
/// <param name="Input">The name of the input.</param>
/// <param name="Type">The element type.</param>
/// <param name="Offset">The offset added to the input: lengths - 1 are the indices of the last steps.</param>
internal sealed record DerivedValue(string Input, DataType Type, long Offset = 0) : GraphValue
{
    /// <summary>Whether the values are in the order of the sorted lengths.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Returns a value as a derived one if it is derived from an input, is a raw input, or selects parts of one; else null.</summary>
    public static DerivedValue? TryCreate(GraphValue? value) => value switch
    {
        DerivedValue derived => derived,
        SignalValue { Content: InputContent { IsRaw: true } input } => new DerivedValue(input.Name, input.Type),
        SignalValue { Content: ChainContent { Origin: InputContent { IsRaw: true } input } chain }
            when chain.Steps.All(step => step is LinearStep { IsFixed: true }) => new DerivedValue(input.Name, input.Type),
        _ => null,
    };
}
