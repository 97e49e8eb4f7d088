using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetRecurrent.Engine;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Scores batches with one model file in ONNX Runtime. Thread-safe.</summary>
internal sealed unsafe class OnnxRuntimeScoring : IScoringEngine
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly NetworkDescription _network;
    private readonly string _name;
    private readonly OnnxStateTensors _states;
    private readonly int _stateSize;

    /// <summary>Opens a session for a model file.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="network">The network in the file.</param>
    /// <param name="options">The options of the model.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime rejects the file or an option, or the file lacks its input or output.</exception>
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
            throw new RecurrentModelException($"Model file '{file.Name}' is damaged: it has no '{OnnxNames.Input}' or no '{OnnxNames.Output}'.");
        }
    }

    /// <inheritdoc/>
    public bool AcceptsInitialStates => _states.Tensors.All(tensor => _session.OverridableInitializerMetadata.ContainsKey(tensor.Initial));

    /// <inheritdoc/>
    /// <exception cref="RecurrentModelException">ONNX Runtime fails to run the graph.</exception>
    public void Run(in PinnedBatch batch)
    {
        if (batch.Lengths == null)
        {
            RunEqualLengths(batch);
            return;
        }

        // One run for each group of consecutive sequences of one length: this needs neither padding nor an input for lengths.
        var start = 0;
        for (int first = 0, next; first < batch.Count; first = next)
        {
            var time = batch.Lengths[first];
            for (next = first + 1; next < batch.Count && batch.Lengths[next] == time;)
                next++;
            RunEqualLengths(Slice(batch, first, next - first, start, time));
            start = checked(start + ((next - first) * time));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private PinnedBatch Slice(in PinnedBatch batch, int first, int count, int start, int time) => new()
    {
        Values = batch.Values == null ? null : batch.Values + ((nint)start * _network.Features),
        Tokens = batch.Tokens == null ? null : batch.Tokens + start,
        FutureCovariates = batch.FutureCovariates == null
            ? null
            : batch.FutureCovariates + ((start + ((nint)first * _network.Forecast.Horizon)) * _network.Forecast.FutureCovariates),
        Count = count,
        Time = time,
        Outputs = batch.Outputs + ((nint)(_network.HasOutputPerStep ? start : first) * _network.OutputSize),
        Quantiles = batch.Quantiles == null
            ? null
            : batch.Quantiles + ((nint)(_network.HasOutputPerStep ? start : first) * _network.OutputSize * _network.Forecast.Quantiles.Count),
        InitialStates = batch.InitialStates == null ? null : batch.InitialStates + ((nint)first * _stateSize),
        FinalStates = batch.FinalStates == null ? null : batch.FinalStates + ((nint)first * _stateSize),
    };

    private void RunEqualLengths(in PinnedBatch batch)
    {
        // Found before the run, because final states may overwrite the initial ones.
        var nanRows = FindNaNRows(batch);
        var inputs = new Dictionary<string, OrtValue>();
        var outputs = new Dictionary<string, OrtValue>();
        try
        {
            inputs[OnnxNames.Input] = CreateInput(batch);
            if (batch.FutureCovariates != null)
            {
                inputs[OnnxNames.FutureCovariates] = CreateFiniteTensor(
                    batch.FutureCovariates, [batch.Count, batch.Time + _network.Forecast.Horizon, _network.Forecast.FutureCovariates]);
            }

            var outputShape = GetOutputShape(batch.Count, batch.Time);
            outputs[OnnxNames.Output] = CreateTensor(batch.Outputs, outputShape);
            if (batch.Quantiles != null)
                outputs[OnnxNames.Quantiles] = CreateTensor(batch.Quantiles, [.. outputShape, _network.Forecast.Quantiles.Count]);
            var finals = AddStates(batch, inputs, outputs);
            _session.Run(_runOptions, inputs.Keys, inputs.Values, outputs.Keys, outputs.Values);
            foreach (var (tensor, values) in finals)
                _states.Scatter(tensor, values, batch.FinalStates, batch.Count);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException(
                $"Model file '{_name}' cannot be scored on an input of [{batch.Count}, {batch.Time}, {_network.Features}]: {exception.Message}",
                exception);
        }
        finally
        {
            foreach (var value in inputs.Values.Concat(outputs.Values))
                value.Dispose();
        }

        FillWithNaN(batch, nanRows);
    }

    private List<(OnnxStateTensors.StateTensor Tensor, float[] Values)> AddStates(
        in PinnedBatch batch, Dictionary<string, OrtValue> inputs, Dictionary<string, OrtValue> outputs)
    {
        var finals = new List<(OnnxStateTensors.StateTensor Tensor, float[] Values)>();
        foreach (var tensor in _states.Tensors)
        {
            long[] shape = [tensor.Rows, batch.Count, tensor.Hidden];
            if (batch.InitialStates != null)
            {
                if (!_session.OverridableInitializerMetadata.ContainsKey(tensor.Initial))
                {
                    throw new InvalidOperationException(
                        $"The model file does not accept initial states: it has no input '{tensor.Initial}'. "
                        + $"Export it with optional inputs, or score it with the engine {RecurrentEngine.Managed}.");
                }

                inputs[tensor.Initial] = OrtValue.CreateTensorValueFromMemory(_states.Gather(tensor, batch.InitialStates, batch.Count), shape);
            }

            if (batch.FinalStates == null)
                continue;
            var values = new float[(long)tensor.Rows * batch.Count * tensor.Hidden];
            outputs[tensor.Final] = OrtValue.CreateTensorValueFromMemory(values, shape);
            finals.Add((tensor, values));
        }

        return finals;
    }

    private OrtValue CreateInput(in PinnedBatch batch)
    {
        if (batch.Tokens != null)
        {
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance,
                TensorElementType.Int64,
                [batch.Count, batch.Time],
                (nint)batch.Tokens,
                (long)batch.Count * batch.Time * sizeof(long));
        }

        return CreateFiniteTensor(batch.Values, [batch.Count, batch.Time, _network.Features]);
    }

    private static OrtValue CreateFiniteTensor(float* values, long[] shape) =>
        InfinitySaturation.SaturateAll(new ReadOnlySpan<float>(values, checked((int)Product(shape)))) is { } finite
            ? OrtValue.CreateTensorValueFromMemory(finite, shape)
            : CreateTensor(values, shape);

    private static OrtValue CreateTensor(float* values, long[] shape) => OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, (nint)values, Product(shape) * sizeof(float));

    private static long Product(long[] shape) => shape.Aggregate((product, size) => product * size);

    // The LSTM and GRU of ONNX Runtime turn some NaNs into plausible values, but the output for a NaN must be NaN.
    private List<int> FindNaNRows(in PinnedBatch batch)
    {
        var rows = new List<int>();
        for (var row = 0; row < batch.Count; row++)
        {
            var values = batch.Values == null ? null : batch.Values + ((nint)row * batch.Time * _network.Features);
            var futureCovariates = batch.FutureCovariates == null
                ? null
                : batch.FutureCovariates + ((nint)row * (batch.Time + _network.Forecast.Horizon) * _network.Forecast.FutureCovariates);
            var states = batch.InitialStates == null ? null : batch.InitialStates + ((nint)row * _stateSize);
            if ((values != null && NaNPropagation.ContainsNaN(_network, values, batch.Time, futureCovariates))
                || (states != null && NaNPropagation.ContainsNaN(new ReadOnlySpan<float>(states, _stateSize))))
                rows.Add(row);
        }

        return rows;
    }

    private void FillWithNaN(in PinnedBatch batch, List<int> rows)
    {
        var outputSize = (_network.HasOutputPerStep ? batch.Time : 1) * _network.OutputSize;
        var quantileSize = outputSize * _network.Forecast.Quantiles.Count;
        foreach (var row in rows)
        {
            new Span<float>(batch.Outputs + ((nint)row * outputSize), outputSize).Fill(float.NaN);
            if (batch.Quantiles != null)
                new Span<float>(batch.Quantiles + ((nint)row * quantileSize), quantileSize).Fill(float.NaN);
            if (batch.FinalStates != null)
                new Span<float>(batch.FinalStates + ((nint)row * _stateSize), _stateSize).Fill(float.NaN);
        }
    }

    private long[] GetOutputShape(int batch, int time) => (_network.Task, _network.HasOutputPerStep) switch
    {
        (_, true) => [batch, time, _network.OutputSize],
        (RecurrentTask.Forecast, _) => [batch, _network.Forecast.Horizon, _network.Forecast.Targets],
        _ => [batch, _network.OutputSize],
    };
}
