using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent.Benchmarks;

/// <summary>ONNX Runtime at its fastest: inputs and outputs are bound once and used by every call.</summary>
internal sealed class BoundRuntime : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    private BoundRuntime(InferenceSession session, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs)
    {
        _session = session;
        _inputNames = [.. inputs.Select(input => input.Name)];
        _inputs = [.. inputs.Select(input => input.Value)];
        _outputNames = [.. outputs.Select(output => output.Name)];
        _outputs = [.. outputs.Select(output => output.Value)];
    }

    public static InferenceSession Session(byte[] file, int threads)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = threads };
        return new InferenceSession(file, options);
    }

    /// <summary>Scores batches of whole sequences.</summary>
    public static BoundRuntime Batch(InferenceSession session, EngineCase network, int batch) => new(
        session,
        [("input", OrtValue.CreateTensorValueFromMemory(network.Sequences(batch), [batch, network.Time, network.Features]))],
        [("output", OrtValue.CreateTensorValueFromMemory(new float[batch], [batch, 1, 1]))]);

    /// <summary>Runs single steps. Every call starts from the same initial state, since the inputs are bound.</summary>
    public static BoundRuntime Step(InferenceSession session, EngineCase network)
    {
        long[] shape = [1, 1, network.Hidden];
        string[] states = network.Cell.StateCount == 2 ? ["h", "c"] : ["h"];
        return new BoundRuntime(
            session,
            [
                ("input", OrtValue.CreateTensorValueFromMemory(new float[network.Features], [1, 1, network.Features])),
                .. states.Select(state => ($"{state}0", State())),
            ],
            [
                ("output", OrtValue.CreateTensorValueFromMemory(new float[1], [1, 1, 1])),
                .. states.Select(state => ($"{state}n", State())),
            ]);

        OrtValue State() => OrtValue.CreateTensorValueFromMemory(new float[network.Hidden], shape);
    }

    public void Run() => _session.Run(_options, _inputNames, _inputs, _outputNames, _outputs);

    public void Dispose()
    {
        foreach (var value in _inputs.Concat(_outputs))
            value.Dispose();
        _options.Dispose();
    }
}
