using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The oracle: ONNX Runtime used as in its documentation, with the names, types and shapes of the file.</summary>
internal sealed class RawGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    public RawGraph(byte[] file)
    {
        using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        _session = new InferenceSession(file, settings);
    }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>The name of the first output that is neither an index, an echo nor a constant.</summary>
    public string MainOutput => _session.OutputNames[0];

    /// <summary>The shape of an input or output, -1 for an axis of any size.</summary>
    public int[] GetShape(string name) => (_session.InputMetadata.GetValueOrDefault(name) ?? _session.OutputMetadata[name]).Dimensions;

    public bool IsInteger(string input) => _session.InputMetadata[input].ElementDataType
        is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16);

    /// <summary>Runs the graph and returns an output.</summary>
    /// <param name="inputs">The values of each input, row-major, with their shapes.</param>
    /// <param name="outputs">The names of the outputs.</param>
    public IReadOnlyList<ForeignTensor> Run(IEnumerable<ForeignTensor> inputs, params string[] outputs)
    {
        var values = inputs.ToDictionary(input => input.Name, Create);
        try
        {
            using var results = _session.Run(_options, values.Keys, values.Values, outputs);
            return [.. results.Zip(outputs, Read)];
        }
        finally
        {
            foreach (var value in values.Values)
                value.Dispose();
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private OrtValue Create(ForeignTensor input)
    {
        long[] shape = [.. input.Shape.Select(size => (long)size)];
        return _session.InputMetadata[input.Name].ElementDataType switch
        {
            TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(input.Values, shape),
            TensorElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Values, value => (Float16)value), shape),
            TensorElementType.Double => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Values, value => (double)value), shape),
            TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Values, value => (long)value), shape),
            TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Values, value => (int)value), shape),
            TensorElementType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Values, value => value != 0), shape),
            var type => throw new NotSupportedException($"{type}"),
        };
    }

    private static ForeignTensor Read(OrtValue value, string name)
    {
        var info = value.GetTensorTypeAndShape();
        float[] values = info.ElementDataType switch
        {
            TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), item => (float)item),
            TensorElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), item => (float)item),
            TensorElementType.Int64 => Array.ConvertAll(value.GetTensorDataAsSpan<long>().ToArray(), item => (float)item),
            TensorElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), item => (float)item),
            var type => throw new NotSupportedException($"{type}"),
        };
        return new ForeignTensor(name, $"{info.ElementDataType}", [.. info.Shape.Select(size => (int)size)], values);
    }
}
