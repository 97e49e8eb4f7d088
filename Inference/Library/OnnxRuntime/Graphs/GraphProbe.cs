using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent;

/// <summary>
/// Runs the graph of another program on small inputs, to find what its declaration does not say: the axes of its outputs, and whether the sequences
/// of a batch are independent of each other.
/// </summary>
internal sealed unsafe class GraphProbe : IDisposable
{
    // Convolutions and strides need longer sequences than recurrent nodes do.
    private static readonly int[] Lengths = [8, 16, 32, 128, 512, 1024, 4096, 1, 2];

    // Some graphs declare any batch size and run with one only, that of the example they were exported with.
    private static readonly int[] Batches = [3, 2, 1, 4, 5, 8, 10, 16, 32, 64, 128];

    // Longer sequences are tried only if they are small.
    private const long MaxTriedValues = 1 << 20;

    // A file can declare inputs that are far larger than itself.
    private const long MaxValues = 1 << 24;
    private const float Tolerance = 1e-4f;

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly GraphRoles _roles;
    private readonly GraphInputs _inputs;
    private readonly string _name;
    private readonly string[] _outputs;
    private readonly int? _fixedTime;
    private readonly int _stateSize;

    private GraphProbe(InferenceSession session, GraphRoles roles, string name)
    {
        _session = session;
        _roles = roles;
        _name = name;
        _inputs = new GraphInputs(session, roles.Sequence, roles.OtherInputs, roles.FilledInputs, [.. roles.States.Select(state => state.Input)]);
        _outputs = [.. roles.Outputs, .. roles.States.Select(state => state.Output).OfType<string>()];
        _fixedTime = new GraphDescription { Sequence = roles.Sequence, Outputs = [] }.FixedSteps;
        _stateSize = roles.States.Sum(state => state.Input.Size);
    }

    /// <summary>Describes a graph.</summary>
    /// <param name="session">The session of the graph.</param>
    /// <param name="roles">What its inputs and outputs are.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime cannot run the graph, or the shapes of its outputs are not understood.</exception>
    public static GraphDescription Describe(InferenceSession session, GraphRoles roles, string name)
    {
        using var probe = new GraphProbe(session, roles, name);
        probe.CheckTypes();
        probe.CheckSizes();
        if (probe.FindOnlyBatch() is not { } only)
            return probe.Describe();
        using var fixedProbe = new GraphProbe(session, roles.WithBatchSize(only), name);
        return fixedProbe.Describe();
    }

    /// <inheritdoc/>
    public void Dispose() => _runOptions.Dispose();

    private GraphDescription Describe()
    {
        if (TryFindTime(IsDynamic ? [Batches[0], 1] : [1], out var time, out var batch, out var first) is { } error)
            throw error;
        var axes = FindBatchAxes(first, batch, time);
        if (axes is null || !IsIndependent(first, axes, batch, time))
        {
            // Each run has one sequence; a fixed batch is filled with it.
            first = RunOrThrow(rows: 1, time, seed: 1);
            axes = [.. first.Select(_ => -1)];
            batch = 1;
        }

        var times = FindTimeAxes(first, axes, batch, time);
        var tensors = first.Select((output, index) => CreateTensor(index, output, axes[index], times[index])).ToList();
        return new GraphDescription
        {
            Sequence = _roles.Sequence,
            OtherInputs = _roles.OtherInputs,
            Outputs = tensors[.._roles.Outputs.Count],
            States = [.. CreateStates(tensors[_roles.Outputs.Count..])],
            FilledInputs = _roles.FilledInputs,
            BatchSize = axes.All(axis => axis >= 0) ? _roles.BatchSize : 1,
        };
    }

    private void CheckTypes()
    {
        foreach (var (input, metadata) in _session.InputMetadata)
        {
            if (!metadata.IsTensor || !TensorConversion.IsSupported(metadata.ElementDataType))
                throw new RecurrentModelException($"Model file '{_name}' carries no model card, and its input '{input}' is not a tensor of numbers.");
        }

        foreach (var output in _outputs)
        {
            if (!_session.OutputMetadata.TryGetValue(output, out var metadata) || !metadata.IsTensor
                || !TensorConversion.IsSupported(metadata.ElementDataType))
            {
                throw new RecurrentModelException(
                    $"Model file '{_name}' carries no model card, and its output '{output}' is not a tensor of numbers.");
            }
        }
    }

    private void CheckSizes()
    {
        var count = CountValues(_fixedTime ?? Lengths[0]) * Math.Max(_roles.BatchSize ?? 1, Batches[0]);
        if (count > MaxValues)
        {
            throw new RecurrentModelException(
                $"Model file '{_name}' carries no model card, and declares inputs of {count:N0} values for a batch, "
                + $"expected at most {MaxValues:N0}.");
        }
    }

    private bool IsDynamic => _roles.BatchSize is null && !_roles.IsSingle;

    // The batch size of a graph that declares any but runs with one only; null if there is no such size, or if it is 1.
    private int? FindOnlyBatch()
    {
        if (!IsDynamic)
            return null;
        if (TryFindTime(Batches[..1], out var time, out _, out _) is null)
            return Run(Batches[0] - 1, time, 1, out _) is not null && Run(1, time, 1, out _) is not null ? Batches[0] : null;
        if (TryFindTime([1], out _, out _, out _) is null)
            return null;
        foreach (var batch in Batches)
        {
            if (Run(batch, _fixedTime ?? Lengths[0], 1, out _) is null)
                return batch;
        }

        return null;
    }

    // Finds a number of time steps and of sequences with which the graph runs; returns the first error if there are none.
    private RecurrentModelException? TryFindTime(int[] batches, out int time, out int batch, out IReadOnlyList<Output> outputs)
    {
        (time, batch, outputs) = (0, 0, []);
        RecurrentModelException? error = null;
        foreach (var length in _fixedTime is { } fixedTime ? [fixedTime] : Lengths.Where(IsAffordable))
        {
            foreach (var rows in batches)
            {
                if (Run(rows, length, 1, out outputs) is not { } failure)
                {
                    (time, batch) = (length, rows);
                    return null;
                }

                error ??= failure;
            }
        }

        return error!;
    }

    private bool IsAffordable(int length) => length <= Lengths[0] || CountValues(length) <= MaxTriedValues;

    // The values of all inputs for one sequence.
    private double CountValues(int length) =>
        _roles.OtherInputs.Append(_roles.Sequence).Sum(input => (input.HasSteps ? length : 1.0) * input.Size) + _stateSize;

    // The batch axis of each output; null if an output has none, or there is one sequence.
    private int[]? FindBatchAxes(IReadOnlyList<Output> first, int batch, int time)
    {
        if (_roles.IsSingle || (batch == 1 && _roles.BatchSize is null or 1))
            return null;
        int[] axes;
        if (_roles.BatchSize is { } fixedBatch)
        {
            axes = [.. first.Select(output => Array.IndexOf(output.Shape, fixedBatch))];
        }
        else
        {
            if (Run(batch - 1, time, 1, out var second) is not null)
                return null;
            axes = [.. first.Zip(second, (one, other) => one.Shape.Length != other.Shape.Length
                ? -1
                : Enumerable.Range(0, one.Shape.Length).FirstOrDefault(
                    axis => one.Shape[axis] == batch && other.Shape[axis] == batch - 1, -1))];
        }

        return axes.All(axis => axis >= 0) ? axes : null;
    }

    // Whether the outputs of the first sequence stay the same if the others change.
    private bool IsIndependent(IReadOnlyList<Output> first, int[] axes, int batch, int time)
    {
        var rows = _roles.BatchSize ?? batch;
        var second = RunOrThrow(rows, time, seed: 1, others: 2);
        if (rows != batch)
            first = RunOrThrow(rows, time, seed: 1);
        return first.Zip(second).Index().All(pair =>
            pair.Item.First.GetRow(axes[pair.Index]).SequenceEqual(pair.Item.Second.GetRow(axes[pair.Index]), CloseComparer.Instance));
    }

    private (int Axis, int Offset, int Stride)[] FindTimeAxes(IReadOnlyList<Output> first, int[] axes, int batch, int time)
    {
        var none = first.Select(_ => (-1, 0, 1)).ToArray();
        if (_fixedTime is not null)
            return none;
        var samples = new List<(int Time, IReadOnlyList<Output> Outputs)> { (time, first) };
        foreach (var other in new[] { time + 1, time + 2, time + 3, time + 4, 2 * time, (2 * time) + 1, 3 * time }.Where(IsAffordable))
        {
            if (Run(batch, other, 1, out var outputs) is null)
                samples.Add((other, outputs));
        }

        for (var output = 0; output < none.Length; output++)
        {
            var shapes = samples.ConvertAll(sample => (sample.Time, sample.Outputs[output].Shape));
            for (var axis = 0; axis < first[output].Shape.Length; axis++)
            {
                if (axis == axes[output] || shapes.TrueForAll(shape => shape.Shape[axis] == first[output].Shape[axis]))
                    continue;
                var sizes = shapes.Select(shape => (shape.Time, (int)shape.Shape[axis])).ToArray();
                if (none[output].Item1 >= 0 || FitSteps(sizes) is not var (offset, stride))
                {
                    throw new RecurrentModelException(
                        $"Model file '{_name}' carries no model card, and the size of its output '{_outputs[output]}' depends on the number of time "
                        + "steps in a way that is not supported.");
                }

                none[output] = (axis, offset, stride);
            }
        }

        return none;
    }

    // size = (time + offset) / stride, as convolutions and pooling give.
    private static (int Offset, int Stride)? FitSteps((int Time, int Size)[] samples)
    {
        const int MaxStride = 1024;
        for (var stride = 1; stride <= MaxStride; stride++)
        {
            var least = (samples[0].Size * stride) - samples[0].Time;
            for (var offset = least; offset < least + stride; offset++)
            {
                if (samples.All(sample => Math.Max(0, sample.Time + offset) / stride == sample.Size))
                    return (offset, stride);
            }
        }

        return null;
    }

    private GraphTensor CreateTensor(int index, Output output, int batchAxis, (int Axis, int Offset, int Stride) time) => new()
    {
        Name = _outputs[index],
        IsInteger = output.IsInteger,
        Axes = [.. output.Shape.Select((size, axis) => axis == batchAxis ? new GraphAxis(GraphAxisKind.Batch, _roles.BatchSize)
            : axis == time.Axis ? new GraphAxis(GraphAxisKind.Time, null)
            : new GraphAxis(GraphAxisKind.Value, (int)size))],
        StepOffset = time.Offset,
        StepStride = time.Stride,
    };

    private IEnumerable<GraphState> CreateStates(IReadOnlyList<GraphTensor> finals)
    {
        var index = 0;
        foreach (var (input, name) in _roles.States)
        {
            var output = name is null ? null : finals[index++];
            if (output is not null && (output.HasSteps || output.Size != input.Size))
            {
                throw new RecurrentModelException(
                    $"Model file '{_name}' carries no model card, and the state input {input} and output {output} differ in size. Set "
                    + $"{nameof(RecurrentModelOptions.StateNames)} to the output of each state.");
            }

            yield return new GraphState(input, output);
        }
    }

    private IReadOnlyList<Output> RunOrThrow(int rows, int time, int seed, int? others = null) =>
        Run(rows, time, seed, out var outputs, others) is { } error ? throw error : outputs;

    // Random values, except that integers are zeros, and the states are those of the start.
    private RecurrentModelException? Run(int rows, int time, int seed, out IReadOnlyList<Output> outputs, int? others = null)
    {
        var size = _roles.Sequence.Size * time;
        var otherSize = _roles.OtherInputs.Sum(input => (int)input.GetSize(time));
        var values = new float[rows * size];
        var further = new float[rows * otherSize];
        for (var row = 0; row < rows; row++)
        {
            var random = new Random(row == 0 ? seed : (others ?? seed) + row);
            foreach (ref var value in values.AsSpan(row * size, size))
                value = _roles.Sequence.IsInteger ? 0 : (float)((2 * random.NextDouble()) - 1);
            var start = row * otherSize;
            foreach (var input in _roles.OtherInputs)
            {
                var end = start + (int)input.GetSize(time);
                for (; start < end; start++)
                    further[start] = input.IsInteger ? 0 : (float)((2 * random.NextDouble()) - 1);
            }
        }

        var tokens = _roles.VocabularySize is null ? null : new long[rows * time];
        var states = new float[rows * _stateSize];
        outputs = [];
        fixed (float* firstValue = values, firstOther = further, firstState = states)
        fixed (long* firstToken = tokens)
        {
            var batch = new PinnedBatch
            {
                Values = firstValue,
                Tokens = firstToken,
                OtherInputs = firstOther,
                InitialStates = firstState,
                Count = rows,
                Time = time,
            };
            return Run(batch, out outputs);
        }
    }

    private RecurrentModelException? Run(in PinnedBatch batch, out IReadOnlyList<Output> outputs)
    {
        outputs = [];
        var inputs = new Dictionary<string, OrtValue>();
        try
        {
            _inputs.Create(batch, inputs);
            using var results = _session.Run(_runOptions, inputs.Keys, inputs.Values, _outputs);
            outputs = [.. results.Select(Output.Read)];
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            return new RecurrentModelException(
                $"Model file '{_name}' carries no model card, and ONNX Runtime cannot run it on {batch.Count} sequences of {batch.Time} time steps "
                + $"as {_roles.Sequence}: {exception.Message}",
                exception);
        }
        finally
        {
            foreach (var value in inputs.Values)
                value.Dispose();
        }
    }

    /// <summary>An output of a run.</summary>
    private sealed record Output(long[] Shape, bool IsInteger, float[] Values)
    {
        public static Output Read(OrtValue value)
        {
            var info = value.GetTensorTypeAndShape();
            return new Output(info.Shape, TensorConversion.IsInteger(info.ElementDataType), TensorConversion.Read(value).ToArray());
        }

        /// <summary>Returns the values of the first sequence.</summary>
        public IEnumerable<float> GetRow(int axis)
        {
            var inner = Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
            return Values.Where((_, index) => index / inner % Shape[axis] == 0);
        }
    }

    private sealed class CloseComparer : IEqualityComparer<float>
    {
        public static CloseComparer Instance { get; } = new();

        public bool Equals(float x, float y) => x.Equals(y) || MathF.Abs(x - y) <= Tolerance * (1 + MathF.Abs(x));

        public int GetHashCode(float value) => 0;
    }
}
