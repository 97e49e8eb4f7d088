using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Runs a file by ONNX Runtime. Thread-safe: disposing waits for nobody, the last scoring under way closes the session.</summary>
internal sealed class OnnxRuntimeEngine : IDisposable
{
    private static readonly string[] InputNames = [RecurrentNames.Input];
    private static readonly string[] OutputNames = [RecurrentNames.Output];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly NetworkDescription _network;
    private readonly string _name;

    // The owner until it disposes, and each scoring under way; the session is closed when nobody is left.
    private int _holders = 1;
    private int _disposed;

    /// <summary>Opens a session over a file.</summary>
    /// <exception cref="RecurrentModelException">ONNX Runtime refuses the file, or it lacks the promised input or output.</exception>
    public OnnxRuntimeEngine(AdmittedFile file, NetworkDescription network)
    {
        _network = network;
        _name = file.Name;
        _session = Open(file);
        if (!_session.InputMetadata.ContainsKey(RecurrentNames.Input) || !_session.OutputMetadata.ContainsKey(RecurrentNames.Output))
        {
            _session.Dispose();
            throw new RecurrentModelException($"Model file '{file.Name}' has no '{RecurrentNames.Input}' or no '{RecurrentNames.Output}': it is damaged.");
        }
    }

    /// <summary>A session over the bytes of a file whose graph passes the guard.</summary>
    /// <exception cref="RecurrentModelException">The guard or ONNX Runtime refuses the file.</exception>
    public static InferenceSession Open(byte[] file, string name) => Open(AdmittedFile.Check(file, name));

    /// <summary>A session with the settings of this product: the one place where ONNX Runtime is given a file.</summary>
    /// <exception cref="RecurrentModelException">ONNX Runtime refuses the file.</exception>
    public static InferenceSession Open(AdmittedFile file)
    {
        // ONNX Runtime warns of every optional input, which is what the design of the file asks for; its errors come as exceptions.
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            return new InferenceSession(file.Bytes, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException($"Model file '{file.Name}' is refused by ONNX Runtime: {exception.Message}", exception);
        }
    }

    /// <summary>Scores [batch, time, features] into [batch, answer].</summary>
    /// <exception cref="RecurrentModelException">ONNX Runtime does not run the graph on them.</exception>
    public void Run(ReadOnlySpan<float> sequences, int batch, int time, Span<float> answers)
    {
        Hold();
        try
        {
            RunHeld(sequences, batch, time, answers);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException($"Model file '{_name}' cannot be scored on [{batch}, {time}, {_network.Features}] values: {exception.Message}", exception);
        }
        finally
        {
            Release();
        }

        MarkNotANumber(sequences, batch, answers);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
    }

    private void Hold()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            ObjectDisposedException.ThrowIf(holders == 0 || Volatile.Read(ref _disposed) != 0, typeof(RecurrentModel));
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        _session.Dispose();
        _runOptions.Dispose();
    }

    private unsafe void RunHeld(ReadOnlySpan<float> sequences, int batch, int time, Span<float> answers)
    {
        fixed (float* input = sequences)
        fixed (float* output = answers)
        {
            using var inputValue = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float,
                [batch, time, _network.Features], (nint)input, sequences.Length * (long)sizeof(float));
            using var outputValue = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float,
                OutputShape(batch, time), (nint)output, answers.Length * (long)sizeof(float));
            _session.Run(_runOptions, InputNames, [inputValue], OutputNames, [outputValue]);
        }
    }

    // ONNX Runtime's LSTM and GRU turn some NaNs into plausible numbers: an answer to a NaN must not look like one.
    private static void MarkNotANumber(ReadOnlySpan<float> sequences, int batch, Span<float> answers)
    {
        var inputSize = sequences.Length / batch;
        var answerSize = answers.Length / batch;
        for (var row = 0; row < batch; row++)
        {
            if (HasNaN(sequences.Slice(row * inputSize, inputSize)))
                answers.Slice(row * answerSize, answerSize).Fill(float.NaN);
        }
    }

    private static bool HasNaN(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (float.IsNaN(value))
                return true;
        }

        return false;
    }

    private long[] OutputShape(int batch, int time) => (_network.Task, _network.AnswersEveryStep) switch
    {
        (_, true) => [batch, time, _network.Outputs],
        (RecurrentTask.Forecast, _) => [batch, _network.Horizon, _network.Targets],
        _ => [batch, _network.Outputs],
    };
}
