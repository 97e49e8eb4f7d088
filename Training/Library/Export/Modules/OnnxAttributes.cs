using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Creates ONNX attributes from .NET values.</summary>
internal static class OnnxAttributes
{
    /// <summary>Creates an attribute, or returns null if ONNX has no attribute of the value's type.</summary>
    public static AttributeProto? TryCreate(string name, object? value) => value switch
    {
        int number => OnnxGraph.CreateAttribute(name, (long)number),
        long number => OnnxGraph.CreateAttribute(name, number),
        float number => OnnxGraph.CreateAttribute(name, number),
        double number => OnnxGraph.CreateAttribute(name, (float)number),
        string text => OnnxGraph.CreateAttribute(name, text),
        IEnumerable<int> numbers => OnnxGraph.CreateAttribute(name, [.. numbers.Select(number => (long)number)]),
        IEnumerable<long> numbers => OnnxGraph.CreateAttribute(name, numbers.ToArray()),
        IEnumerable<float> numbers => OnnxGraph.CreateAttribute(name, numbers.ToArray().AsSpan()),
        IEnumerable<string> texts => OnnxGraph.CreateAttribute(name, texts),
        _ => null,
    };
}
