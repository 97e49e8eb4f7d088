using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MlNetRecurrent.Hosts;

/// <summary>Runs exported files in ONNX Runtime for C#, without ML.NET.</summary>
internal sealed class OnnxRuntimeHost : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRuntimeHost(string file)
    {
        // Warnings about inputs with defaults would fill the test report.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(file, options);
    }

    /// <summary>The version of ONNX Runtime.</summary>
    public static string Version => $"Microsoft.ML.OnnxRuntime {OrtEnv.Instance().GetVersionString()}, CPU";

    /// <summary>The required inputs.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> RequiredInputs => _session.InputMetadata;

    /// <summary>The optional inputs.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> OptionalInputs => _session.OverridableInitializerMetadata;

    /// <summary>The metadata entries of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Returns all outputs of one run.</summary>
    public IReadOnlyList<GoldenTensor> Run(IReadOnlyList<GoldenTensor> inputs)
    {
        var values = inputs.Select(Value).ToArray();
        try
        {
            using var options = new RunOptions();
            using var outputs = _session.Run(options, [.. inputs.Select(input => input.Name)], values, _session.OutputNames);
            return [.. _session.OutputNames.Zip(outputs, Tensor)];
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue Value(GoldenTensor tensor) => tensor.Type switch
    {
        "int64" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tensor.Values, value => (long)value), tensor.Shape),
        "int32" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tensor.Values, value => (int)value), tensor.Shape),
        _ => OrtValue.CreateTensorValueFromMemory(tensor.Values, tensor.Shape),
    };

    private static GoldenTensor Tensor(string name, OrtValue value)
    {
        var type = value.GetTensorTypeAndShape();
        return type.ElementDataType == TensorElementType.Float
            ? new GoldenTensor(name, "float32", type.Shape, value.GetTensorDataAsSpan<float>().ToArray())
            : throw new InvalidOperationException($"Output '{name}' has type {type.ElementDataType}, expected Float.");
    }
}
