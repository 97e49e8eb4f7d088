using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>Scores batches with the graph of another program in ONNX Runtime. Thread-safe.</summary>
internal sealed unsafe class GraphScoring(InferenceSession session, GraphDescription graph, string name) : IScoringEngine
{
    private readonly RunOptions _runOptions = new();
    private readonly GraphInputs _inputs = new(
        session, graph.Sequence, graph.OtherInputs, graph.FilledInputs, [.. graph.States.Select(state => state.Input)]);

    private readonly GraphTensor[] _finals = [.. graph.States.Select(state => state.Output).OfType<GraphTensor>()];
    private readonly int _stateSize = graph.StateSize;

    /// <inheritdoc/>
    public bool AcceptsInitialStates => graph.States.Count > 0;

    /// <inheritdoc/>
    /// <exception cref="RecurrentModelException">ONNX Runtime fails to run the graph.</exception>
    public void Run(in PinnedBatch batch)
    {
        // One run for each group of consecutive sequences of one length: this needs neither padding nor an input for lengths.
        var rest = batch;
        while (rest.Count > 0)
        {
            var time = rest.Lengths == null ? rest.Time : rest.Lengths[0];
            var max = Math.Min(rest.Count, graph.BatchSize ?? int.MaxValue);
            var count = 1;
            while (count < max && (rest.Lengths == null || rest.Lengths[count] == time))
                count++;
            var rows = rest;
            rows.Count = count;
            rows.Time = time;
            rows.Lengths = null;
            RunRows(rows);
            rest = Skip(rest, count, time);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        _runOptions.Dispose();
    }

    private PinnedBatch Skip(in PinnedBatch batch, int count, int time)
    {
        var rest = batch;
        rest.Count -= count;
        var steps = (nint)count * time;
        rest.Values = batch.Values == null ? null : batch.Values + (steps * graph.Sequence.Size);
        rest.Tokens = batch.Tokens == null ? null : batch.Tokens + steps;
        rest.OtherInputs = batch.OtherInputs == null ? null : batch.OtherInputs + (count * (nint)graph.GetOtherInputsSize(time));
        rest.Lengths = batch.Lengths == null ? null : batch.Lengths + count;
        rest.Outputs = batch.Outputs + (count * (nint)graph.GetOutputSize(time));
        rest.InitialStates = batch.InitialStates == null ? null : batch.InitialStates + ((nint)count * _stateSize);
        rest.FinalStates = batch.FinalStates == null ? null : batch.FinalStates + ((nint)count * _stateSize);
        return rest;
    }

    private void RunRows(in PinnedBatch rows)
    {
        // Found before the run, because final states may overwrite the initial ones.
        var nanRows = FindNaNRows(rows);
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
            _inputs.Create(rows, inputs);
            string[] names = [.. graph.Outputs.Select(output => output.Name), .. rows.FinalStates == null ? [] : _finals.Select(final => final.Name)];
            using var results = session.Run(_runOptions, inputs.Keys, inputs.Values, names);
            CopyOutputs(rows, results);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException(
                $"Model file '{name}' cannot be scored on {(rows.Count == 1 ? "a sequence" : $"{rows.Count} sequences")} of {rows.Time} time steps; "
                + $"the graph may require another number of them: {exception.Message}",
                exception);
        }
        finally
        {
            foreach (var value in inputs.Values)
                value.Dispose();
        }

        var outputSize = checked((int)graph.GetOutputSize(rows.Time));
        foreach (var row in nanRows)
        {
            new Span<float>(rows.Outputs + ((nint)row * outputSize), outputSize).Fill(float.NaN);
            if (rows.FinalStates != null)
                new Span<float>(rows.FinalStates + ((nint)row * _stateSize), _stateSize).Fill(float.NaN);
        }
    }

    private void CopyOutputs(in PinnedBatch rows, IDisposableReadOnlyCollection<OrtValue> results)
    {
        var stride = (nint)graph.GetOutputSize(rows.Time);
        nint start = 0;
        var index = 0;
        foreach (var output in graph.Outputs)
        {
            TensorLayout.Scatter(output, Read(results[index++], output, rows), rows.Outputs + start, stride, rows.Count, rows.Time);
            start += (nint)output.GetSize(rows.Time);
        }

        if (rows.FinalStates == null)
            return;
        start = 0;
        foreach (var state in graph.States)
        {
            // A state that the graph does not return stays as it is.
            if (state.Output is { } final)
                TensorLayout.Scatter(final, Read(results[index++], final, rows), rows.FinalStates + start, _stateSize, rows.Count, rows.Time);
            else if (rows.InitialStates != rows.FinalStates)
                CopyState(rows, start, state.Input.Size);
            start += state.Input.Size;
        }
    }

    private void CopyState(in PinnedBatch rows, nint start, int size)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var target = new Span<float>(rows.FinalStates + ((nint)row * _stateSize) + start, size);
            if (rows.InitialStates == null)
                target.Clear();
            else
                new Span<float>(rows.InitialStates + ((nint)row * _stateSize) + start, size).CopyTo(target);
        }
    }

    private ReadOnlySpan<float> Read(OrtValue result, GraphTensor tensor, in PinnedBatch rows)
    {
        var expected = TensorLayout.GetShape(tensor, rows.Count, rows.Time);
        var actual = result.GetTensorTypeAndShape().Shape;
        return actual.SequenceEqual(expected)
            ? TensorConversion.Read(result)
            : throw new RecurrentModelException(
                $"Model file '{name}' returned output '{tensor.Name}' of the shape [{string.Join(", ", actual)}] for {rows.Count} sequences of "
                + $"{rows.Time} time steps, expected [{string.Join(", ", expected)}].");
    }

    // The LSTM and GRU of ONNX Runtime turn some NaNs into plausible values, but the output for a NaN must be NaN.
    private List<int> FindNaNRows(in PinnedBatch batch)
    {
        var rows = new List<int>();
        var (size, otherSize) = (checked(batch.Time * graph.Sequence.Size), checked((int)graph.GetOtherInputsSize(batch.Time)));
        for (var row = 0; row < batch.Count; row++)
        {
            if (ContainsNaN(batch.Values, row, size)
                || ContainsNaN(batch.OtherInputs, row, otherSize)
                || ContainsNaN(batch.InitialStates, row, _stateSize))
                rows.Add(row);
        }

        return rows;
    }

    private static bool ContainsNaN(float* values, int row, int size) =>
        values != null && NaNPropagation.ContainsNaN(new ReadOnlySpan<float>(values + ((nint)row * size), size));
}
