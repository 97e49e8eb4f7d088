using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>An ONNX Runtime session with an exported file, which does not use this library.</summary>
internal sealed class PlainSession : IDisposable
{
    private readonly InferenceSession _session;

    public PlainSession(ReadOnlyMemory<byte> file)
    {
        // Warnings about inputs with default values would fill the test report.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(file.ToArray(), options);
    }

    public IReadOnlyList<string> Inputs => _session.InputNames;

    public IReadOnlyList<string> OptionalInputs => [.. _session.OverridableInitializerMetadata.Keys];

    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the file, and returns every output.</summary>
    public Dictionary<string, (long[] Shape, float[] Values)> Run(params IEnumerable<(string Name, Tensor Value)> inputs)
    {
        using var scope = NewDisposeScope();
        var values = inputs.Select(input => (input.Name, Value: Value(input.Value))).ToArray();
        try
        {
            using var options = new RunOptions();
            using var outputs = _session.Run(
                options, [.. values.Select(input => input.Name)], [.. values.Select(input => input.Value)], _session.OutputNames);
            return _session.OutputNames.Zip(outputs).ToDictionary(
                output => output.First,
                output => (output.Second.GetTensorTypeAndShape().Shape, output.Second.GetTensorDataAsSpan<float>().ToArray()));
        }
        finally
        {
            foreach (var (_, value) in values)
                value.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue Value(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Int64 => OrtValue.CreateTensorValueFromMemory(tensor.contiguous().data<long>().ToArray(), tensor.shape),
        ScalarType.Int32 => OrtValue.CreateTensorValueFromMemory(tensor.contiguous().data<int>().ToArray(), tensor.shape),
        _ => OrtValue.CreateTensorValueFromMemory(tensor.contiguous().data<float>().ToArray(), tensor.shape),
    };
}
