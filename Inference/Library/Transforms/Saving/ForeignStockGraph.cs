using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// The form that the graph of another program takes in a saved pipeline, for ML.NET's own ("stock") transformers: inputs of one sequence in the order
/// [1, time, values], single precision or token IDs, from which added nodes derive the inputs of the graph; and an output for each column.
/// </summary>
internal sealed class ForeignStockGraph
{
    private const long OldestOpset = 9;
    private const string SequenceName = StockNames.Prefix + "sequence";

    private readonly GraphDescription _graph;
    private readonly GraphExtension _extension;
    private readonly Dictionary<string, TensorProto.Types.DataType> _types;
    private string? _time;
    private string? _marker;

    private ForeignStockGraph(GraphDescription graph, GraphProto proto)
    {
        _graph = graph;
        _extension = new GraphExtension(proto);
        _types = proto.Input.DistinctBy(input => input.Name)
            .ToDictionary(input => input.Name, input => (TensorProto.Types.DataType)(input.Type?.TensorType?.ElemType ?? 1));
    }

    /// <summary>Adds everything that the stock transformers need to a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">The model that was loaded from it.</param>
    /// <param name="options">The scoring options.</param>
    /// <param name="sequence">The column with the sequences.</param>
    /// <param name="furtherColumns">The columns of the further inputs.</param>
    /// <exception cref="NotSupportedException">The operator set of the file is too old for the nodes that are added.</exception>
    public static StockFile Extend(
        byte[] file,
        RecurrentModel model,
        RecurrentScoringOptions options,
        DataViewSchema.Column sequence,
        IReadOnlyList<DataViewSchema.Column> furtherColumns)
    {
        var proto = OnnxFile.Parse(file, options.ModelFile);
        if (OperatorSet.Find(proto) is not >= OldestOpset)
        {
            throw new NotSupportedException(
                $"The pipeline cannot be saved: model file '{options.ModelFile}' uses an operator set before {OldestOpset}, in which stock ML.NET "
                + "transformers cannot score it. Import the file, or apply it when the pipeline is built.");
        }

        var graph = model.Network.Graph!;
        var inputs = CreateInputs(model, sequence, furtherColumns);
        var stock = new ForeignStockGraph(graph, proto.Graph);
        var nodes = proto.Graph.Node.ToList();
        proto.Graph.Node.Clear();
        var removed = StockGraph.RemoveInterface(proto.Graph);
        stock.AddInputs(proto.Graph, inputs);
        proto.Graph.Node.AddRange(nodes);
        stock.AddOutputs();
        GraphExtension.MoveInitializers(proto.Graph);
        StockGraph.AddMetadata(proto, options, removed);
        return new StockFile(proto.ToByteArray(), inputs, [.. graph.Outputs.Select((_, index) => GetOutputName(index))]);
    }

    private static string GetOutputName(int index) => FormattableString.Invariant($"{StockNames.Score}.{index}");

    private static string GetInputName(int index) => FormattableString.Invariant($"{StockNames.Prefix}input.{index}");

    private static List<StockInput> CreateInputs(
        RecurrentModel model, DataViewSchema.Column sequence, IReadOnlyList<DataViewSchema.Column> furtherColumns)
    {
        var graph = model.Network.Graph!;
        var time = graph.FixedSteps ?? InputSequence.GetKnownTime(sequence.Type, model.Network.Features) ?? -1;
        var isTokens = model.Network.Embedding is not null;
        var inputs = new List<StockInput>
        {
            new(
                SequenceName,
                sequence,
                isTokens ? [1, time] : [1, time, graph.Sequence.Size],
                isTokens ? NumberDataViewType.Int64 : NumberDataViewType.Single),
        };
        inputs.AddRange(graph.OtherInputs.Select((input, index) => new StockInput(
            GetInputName(index), furtherColumns[index], input.HasSteps ? [1, time, input.Size] : [1, input.Size], NumberDataViewType.Single)));
        return inputs;
    }

    private void AddInputs(GraphProto proto, List<StockInput> inputs)
    {
        foreach (var input in inputs)
        {
            var type = input.Item == NumberDataViewType.Int64 ? TensorProto.Types.DataType.Int64 : TensorProto.Types.DataType.Float;
            proto.Input.Add(GraphExtension.CreateValue(input.Name, type, [.. input.Shape.Select(size => (long)size)]));
            if (input.Item == NumberDataViewType.Single)
                AddToMarker(input.Name);
        }

        AddInput(_graph.Sequence, SequenceName);
        for (var index = 0; index < _graph.OtherInputs.Count; index++)
            AddInput(_graph.OtherInputs[index], GetInputName(index));
        foreach (var input in _graph.FilledInputs)
            AddFilled(input);
        foreach (var state in _graph.States)
            AddFilled(new GraphFilledInput(state.Input, [0]));
    }

    // [1, time, values] -> the axes of the graph: split the values, order the axes, repeat the sequence to fill a fixed batch, convert.
    private void AddInput(GraphTensor tensor, string source)
    {
        var canonical = GetCanonical(tensor);
        long[] sizes = [.. canonical.Select(axis => tensor.Axes[axis] switch
        {
            { Kind: GraphAxisKind.Batch } => 1L,
            { Kind: GraphAxisKind.Time, Size: null } => -1L,
            var axes => axes.Size!.Value,
        })];
        var value = _extension.Node("Reshape", [source, _extension.Vector(sizes)]);
        long[] order = [.. Enumerable.Range(0, canonical.Count).Select(axis => (long)canonical.IndexOf(axis))];
        value = Transpose(value, order);
        if (tensor.Axes.Any(axis => axis is { Kind: GraphAxisKind.Batch, Size: > 1 }))
            value = _extension.Node("Expand", [value, GetSizes(tensor, GraphAxisKind.Batch)]);
        Convert(value, tensor);
    }

    private void AddFilled(GraphFilledInput input)
    {
        var tensor = input.Tensor;
        string value;
        if (input.Values is { } values)
        {
            value = _extension.Vector([.. values.Select(number => (float)number)]);
            if (values.Count > 1)
                value = _extension.Node("Reshape", [value, GetSizes(tensor, GraphAxisKind.Value)]);
        }
        else
        {
            value = GetTime();
        }

        if (tensor.Axes.Count == 0)
            value = _extension.Node("Reshape", [value, _extension.Vector(Array.Empty<long>())]);
        else
            value = _extension.Node("Expand", [value, GetShape(tensor)]);
        Convert(value, tensor);
    }

    // The sizes of the axes of one kind, and 1 for the others.
    private string GetSizes(GraphTensor tensor, GraphAxisKind kind) =>
        _extension.Vector([.. tensor.Axes.Select(axis => axis.Kind == kind ? axis.Size!.Value : 1L)]);

    // The shape of a tensor for one sequence.
    private string GetShape(GraphTensor tensor)
    {
        if (!tensor.Axes.Any(axis => axis is { Kind: GraphAxisKind.Time, Size: null }))
            return _extension.Vector([.. tensor.Axes.Select(axis => (long)(axis.Size ?? 1))]);
        string[] sizes = [.. tensor.Axes.Select(axis =>
            axis is { Kind: GraphAxisKind.Time, Size: null } ? GetTime() : _extension.Vector([axis.Size ?? 1L]))];
        return _extension.Node("Concat", sizes, GraphExtension.Integer("axis", 0));
    }

    // The number of time steps, [1].
    private string GetTime() => _time ??= _extension.Node("Gather", [_extension.Node("Shape", [SequenceName]), _extension.Vector([1L])]);

    private void Convert(string value, GraphTensor tensor) =>
        _extension.Node("Cast", tensor.Name, [value], GraphExtension.Integer("to", (long)_types[tensor.Name]));

    // 0 * x is 0 if x is finite and NaN otherwise. Adding the sum over all inputs to the outputs makes them NaN exactly where this library's own
    // scoring gives NaN.
    private void AddToMarker(string input)
    {
        var zeros = _extension.Node("Mul", [input, _extension.Scalar(0f)]);
        var sum = _extension.Node("ReduceSum", [zeros], GraphExtension.Integer("keepdims", 0));
        _marker = _marker is null ? sum : _extension.Node("Add", [_marker, sum]);
    }

    private void AddOutputs()
    {
        for (var index = 0; index < _graph.Outputs.Count; index++)
        {
            var output = _graph.Outputs[index];
            var value = _extension.Node("Cast", [output.Name], GraphExtension.Integer("to", (long)TensorProto.Types.DataType.Float));
            var batchAxis = output.Axes.Index().Where(axis => axis.Item.Kind == GraphAxisKind.Batch).Select(axis => axis.Index).FirstOrDefault(-1);
            if (batchAxis >= 0 && output.Axes[batchAxis].Size > 1)
                value = _extension.Node("Gather", [value, _extension.Vector([0L])], GraphExtension.Integer("axis", batchAxis));
            value = Transpose(value, [.. GetCanonical(output).Select(axis => (long)axis)]);
            if (_marker is not null)
                value = _extension.Node("Add", [value, _marker]);
            long[] values = [.. OutputColumns.GetDimensions(output).Select(size => (long)size)];
            var (sizes, shape) = output switch
            {
                { HasSteps: true } => ([1, -1, output.Size], [-1, -1, output.Size]),
                { Size: 1 } => ([-1], [-1]),
                _ => ((long[])[1, .. values], (long[])[-1, .. values]),
            };
            _extension.Node("Reshape", GetOutputName(index), [value, _extension.Vector(sizes)]);
            _extension.Output(GetOutputName(index), shape);
        }
    }

    private string Transpose(string value, long[] order)
    {
        if (order.SequenceEqual(order.Order()))
            return value;
        var attribute = new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(order);
        return _extension.Node("Transpose", [value], attribute);
    }

    // The axes in the order [batch, time, values].
    private static List<int> GetCanonical(GraphTensor tensor) =>
        [.. Enumerable.Range(0, tensor.Axes.Count).OrderBy(axis => tensor.Axes[axis].Kind).ThenBy(axis => axis)];
}
