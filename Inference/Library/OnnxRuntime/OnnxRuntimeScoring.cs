using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Scores batches of one file with ONNX Runtime. Thread-safe.</summary>
internal sealed unsafe class OnnxRuntimeScoring : IScoringEngine
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly NetworkDescription _network;
    private readonly string _name;
    private readonly OnnxStateTensors _states;
    private readonly int _stateSize;

    /// <summary>Opens a session over a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">What the network is.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime refuses the file or an option, or the file lacks the promised input or output.</exception>
    public OnnxRuntimeScoring(TrustedModelFile file, NetworkDescription network, RecurrentModelOptions options)
    {
        _network = network;
        _name = file.Name;
        _states = new OnnxStateTensors(network);
        _stateSize = new StateLayout(network).Size;
        _session = OnnxRuntimeEngine.Open(file, options.Workers, options.Session);
        if (!_session.InputMetadata.ContainsKey(OnnxNames.Input) || !_session.OutputMetadata.ContainsKey(OnnxNames.Output))
        {
            _session.Dispose();
            throw new RecurrentModelException($"Model file '{file.Name}' has no '{OnnxNames.Input}' or no '{OnnxNames.Output}': it is damaged.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="RecurrentModelException">ONNX Runtime does not run the graph on them.</exception>
    public void Run(in PinnedBatch batch)
    {
        if (batch.Lengths == null)
        {
            RunAlike(batch);
            return;
        }

        // A run for each group of neighbours of one length: it needs no padding, nor a file that takes lengths.
        var start = 0;
        for (int first = 0, next; first < batch.Count; first = next)
        {
            var time = batch.Lengths[first];
            for (next = first + 1; next < batch.Count && batch.Lengths[next] == time;)
                next++;
            RunAlike(Part(batch, first, next - first, start, time));
            start = checked(start + ((next - first) * time));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private PinnedBatch Part(in PinnedBatch batch, int first, int count, int start, int time) => new()
    {
        Values = batch.Values == null ? null : batch.Values + ((nint)start * _network.Features),
        Tokens = batch.Tokens == null ? null : batch.Tokens + start,
        FutureCovariates = batch.FutureCovariates == null ? null : batch.FutureCovariates + ((start + ((nint)first * _network.Forecast.Horizon)) * _network.Forecast.FutureCovariates),
        Count = count,
        Time = time,
        Outputs = batch.Outputs + ((nint)(_network.HasOutputPerStep ? start : first) * _network.Outputs),
        Quantiles = batch.Quantiles == null ? null : batch.Quantiles + ((nint)(_network.HasOutputPerStep ? start : first) * _network.Outputs * _network.Forecast.Quantiles.Count),
        InitialStates = batch.InitialStates == null ? null : batch.InitialStates + ((nint)first * _stateSize),
        FinalStates = batch.FinalStates == null ? null : batch.FinalStates + ((nint)first * _stateSize),
    };

    private void RunAlike(in PinnedBatch batch)
    {
        // Before it runs: a final state may take the place of the initial one.
        var poisoned = Poisoned(batch);
        var inputs = new Dictionary<string, OrtValue>();
        var outputs = new Dictionary<string, OrtValue>();
        try
        {
            inputs[OnnxNames.Input] = Input(batch);
            if (batch.FutureCovariates != null)
                inputs[OnnxNames.FutureCovariates] = Values(batch.FutureCovariates, [batch.Count, batch.Time + _network.Forecast.Horizon, _network.Forecast.FutureCovariates]);
            var outputShape = OutputShape(batch.Count, batch.Time);
            outputs[OnnxNames.Output] = Value(batch.Outputs, outputShape);
            if (batch.Quantiles != null)
                outputs[OnnxNames.Quantiles] = Value(batch.Quantiles, [.. outputShape, _network.Forecast.Quantiles.Count]);
            var finals = States(batch, inputs, outputs);
            _session.Run(_runOptions, inputs.Keys, inputs.Values, outputs.Keys, outputs.Values);
            foreach (var (tensor, numbers) in finals)
                _states.Scatter(tensor, numbers, batch.FinalStates, batch.Count);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException($"Model file '{_name}' cannot be scored on [{batch.Count}, {batch.Time}, {_network.Features}] values: {exception.Message}", exception);
        }
        finally
        {
            foreach (var value in inputs.Values.Concat(outputs.Values))
                value.Dispose();
        }

        MarkNotANumber(batch, poisoned);
    }

    private List<(OnnxStateTensors.StateTensor Tensor, float[] Numbers)> States(in PinnedBatch batch, Dictionary<string, OrtValue> inputs, Dictionary<string, OrtValue> outputs)
    {
        var finals = new List<(OnnxStateTensors.StateTensor Tensor, float[] Numbers)>();
        foreach (var tensor in _states.Tensors)
        {
            long[] shape = [tensor.Rows, batch.Count, tensor.Hidden];
            if (batch.InitialStates != null)
            {
                if (!_session.OverridableInitializerMetadata.ContainsKey(tensor.Initial))
                    throw new InvalidOperationException($"This file takes no initial states: it has no input '{tensor.Initial}'. Export it with optional inputs, or score it with the engine {RecurrentEngine.Managed}.");
                inputs[tensor.Initial] = OrtValue.CreateTensorValueFromMemory(_states.Gather(tensor, batch.InitialStates, batch.Count), shape);
            }

            if (batch.FinalStates == null)
                continue;
            var numbers = new float[(long)tensor.Rows * batch.Count * tensor.Hidden];
            outputs[tensor.Final] = OrtValue.CreateTensorValueFromMemory(numbers, shape);
            finals.Add((tensor, numbers));
        }

        return finals;
    }

    private OrtValue Input(in PinnedBatch batch)
    {
        if (batch.Tokens != null)
        {
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Int64, [batch.Count, batch.Time], (nint)batch.Tokens, (long)batch.Count * batch.Time * sizeof(long));
        }

        return Values(batch.Values, [batch.Count, batch.Time, _network.Features]);
    }

    private static OrtValue Values(float* numbers, long[] shape) =>
        InfinitySaturation.SaturateAll(new ReadOnlySpan<float>(numbers, checked((int)Product(shape)))) is { } finite
            ? OrtValue.CreateTensorValueFromMemory(finite, shape)
            : Value(numbers, shape);

    private static OrtValue Value(float* numbers, long[] shape) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)numbers, Product(shape) * sizeof(float));

    private static long Product(long[] shape) => shape.Aggregate((product, size) => product * size);

    // ONNX Runtime's LSTM and GRU turn some NaNs into plausible numbers: an answer to a NaN must not look like one.
    private List<int> Poisoned(in PinnedBatch batch)
    {
        var rows = new List<int>();
        for (var row = 0; row < batch.Count; row++)
        {
            var known = batch.FutureCovariates == null ? null : batch.FutureCovariates + ((nint)row * (batch.Time + _network.Forecast.Horizon) * _network.Forecast.FutureCovariates);
            if ((batch.Values != null && NaNPropagation.ContainsNaN(_network, batch.Values + ((nint)row * batch.Time * _network.Features), batch.Time, known))
                || (batch.InitialStates != null && NaNPropagation.ContainsNaN(new ReadOnlySpan<float>(batch.InitialStates + ((nint)row * _stateSize), _stateSize))))
                rows.Add(row);
        }

        return rows;
    }

    private void MarkNotANumber(in PinnedBatch batch, List<int> rows)
    {
        var answerSize = (_network.HasOutputPerStep ? batch.Time : 1) * _network.Outputs;
        foreach (var row in rows)
        {
            new Span<float>(batch.Outputs + ((nint)row * answerSize), answerSize).Fill(float.NaN);
            if (batch.Quantiles != null)
                new Span<float>(batch.Quantiles + ((nint)row * answerSize * _network.Forecast.Quantiles.Count), answerSize * _network.Forecast.Quantiles.Count).Fill(float.NaN);
            if (batch.FinalStates != null)
                new Span<float>(batch.FinalStates + ((nint)row * _stateSize), _stateSize).Fill(float.NaN);
        }
    }

    private long[] OutputShape(int batch, int time) => (_network.Task, _network.HasOutputPerStep) switch
    {
        (_, true) => [batch, time, _network.Outputs],
        (RecurrentTask.Forecast, _) => [batch, _network.Forecast.Horizon, _network.Forecast.Targets],
        _ => [batch, _network.Outputs],
    };
}
