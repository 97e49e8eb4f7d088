using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Attributes of the types that users write them in.</summary>
internal static class OnnxAttributes
{
    /// <summary>The attribute, or null if its value is of a type that ONNX has no attribute for.</summary>
    public static AttributeProto? Of(string name, object? value) => value switch
    {
        int number => OnnxGraph.Attribute(name, (long)number),
        long number => OnnxGraph.Attribute(name, number),
        float number => OnnxGraph.Attribute(name, number),
        double number => OnnxGraph.Attribute(name, (float)number),
        string text => OnnxGraph.Attribute(name, text),
        IEnumerable<int> numbers => OnnxGraph.Attribute(name, [.. numbers.Select(number => (long)number)]),
        IEnumerable<long> numbers => OnnxGraph.Attribute(name, numbers.ToArray()),
        IEnumerable<float> numbers => OnnxGraph.Attribute(name, numbers.ToArray().AsSpan()),
        IEnumerable<string> texts => OnnxGraph.Attribute(name, texts),
        _ => null,
    };
}
