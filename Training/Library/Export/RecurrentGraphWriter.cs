using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training;

/// <summary>Writes a network as the graph that every exported file promises.</summary>
internal sealed class RecurrentGraphWriter
{
    private readonly OnnxGraph _graph = new("recurrent");
    private readonly NetworkDescription _network;
    private readonly NetworkWeights _weights;
    private readonly bool _optionalInputs;
    private string? _lengths;

    private RecurrentGraphWriter(NetworkDescription network, NetworkWeights weights, bool optionalInputs)
    {
        _network = network;
        _weights = weights;
        _optionalInputs = optionalInputs;
    }

    /// <summary>The graph of a network.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="weights">Its numbers.</param>
    /// <param name="optionalInputs">Whether hosts may feed lengths and initial states.</param>
    public static GraphProto Write(NetworkDescription network, NetworkWeights weights, bool optionalInputs)
    {
        var writer = new RecurrentGraphWriter(network, weights, optionalInputs);
        writer.Write();
        return writer._graph.Graph;
    }

    private void Write()
    {
        var sequence = Input();
        var starts = _optionalInputs ? OptionalInputs() : new RecurrentNodes.Starts[_network.Layers.Count];
        var layers = new RecurrentNodes.Outputs[_network.Layers.Count];
        for (var index = 0; index < layers.Length; index++)
        {
            layers[index] = RecurrentNodes.Write(_graph, _network.Layers[index], _weights.Layers[index], RecurrentNames.Layer(index), sequence, starts[index]);
            if (index + 1 < layers.Length)
                sequence = RecurrentNodes.JoinDirections(_graph, layers[index].Sequence);
        }

        Answer(layers[^1]);
        FinalStates(layers);
    }

    // Raw values [batch, time, features] or tokens [batch, time] -> [time, batch, size]
    private string Input()
    {
        string sequence;
        if (_network.Embedding is { } embedding)
        {
            _graph.Input(RecurrentNames.Input, DataType.Int64, RecurrentNames.Batch, RecurrentNames.Time);
            sequence = _graph.Node("Gather", [_graph.Constant(RecurrentNames.Embedding, _weights.Embedding!.AsSpan(), embedding.Vocabulary, embedding.Size), RecurrentNames.Input]);
        }
        else
        {
            _graph.Input(RecurrentNames.Input, DataType.Float, RecurrentNames.Batch, RecurrentNames.Time, _network.Features);
            sequence = RecurrentNames.Input;
            if (_weights.InputScale is { } scale)
            {
                var centred = _graph.Node("Sub", [sequence, _graph.Constant(RecurrentNames.InputMean, scale.Mean.AsSpan(), scale.Mean.Length)]);
                sequence = _graph.Node("Div", [centred, _graph.Constant(RecurrentNames.InputDeviation, scale.Deviation.AsSpan(), scale.Deviation.Length)]);
            }
        }

        return _graph.Node("Transpose", [sequence], null, OnnxGraph.Attribute("perm", 1, 0, 2));
    }

    private RecurrentNodes.Starts[] OptionalInputs()
    {
        var shape = _graph.Node("Shape", [RecurrentNames.Input]);
        var batch = _graph.Node("Gather", [shape, _graph.Shape(0)]);
        var time = _graph.Node("Gather", [shape, _graph.Shape(1)]);
        _lengths = Lengths(batch, time);
        var hidden = InitialStates(RecurrentNames.InitialHidden, batch, layer => true);
        var cell = InitialStates(RecurrentNames.InitialCell, batch, layer => layer.Cell.HasCellState);
        return [.. _network.Layers.Select((_, index) => new RecurrentNodes.Starts(_lengths, hidden[index], cell[index]))];
    }

    // A length below 0, as in the default [-1], means the whole sequence.
    private string Lengths(string batch, string time)
    {
        _graph.Constant(RecurrentNames.Lengths, [-1], 1);
        _graph.Input(RecurrentNames.Lengths, DataType.Int32, "lengths_batch");
        var whole = _graph.Node("Less", [RecurrentNames.Lengths, _graph.Constant("lengths.none", [0], 1)]);
        var full = _graph.Node("Cast", [time], null, OnnxGraph.Attribute("to", (long)DataType.Int32));
        return _graph.Node("Expand", [_graph.Node("Where", [whole, full, RecurrentNames.Lengths]), batch]);
    }

    // One input for all layers where they are alike, else one for each: "h0", or "h0_0", "h0_1", ...
    private string?[] InitialStates(string name, string batch, Func<LayerDescription, bool> carries)
    {
        var states = new string?[_network.Layers.Count];
        if (!_network.Layers.Any(carries))
            return states;
        if (!RecurrentNames.SharesStates(_network))
        {
            foreach (var index in Enumerable.Range(0, states.Length).Where(index => carries(_network.Layers[index])))
                states[index] = InitialState(RecurrentNames.OfLayer(name, index), batch, _network.Layers[index].Directions, _network.Layers[index].HiddenSize);
            return states;
        }

        var directions = _network.Layers[0].Directions;
        var all = InitialState(name, batch, (long)states.Length * directions, _network.Layers[0].HiddenSize);
        if (states.Length == 1)
            return [all];
        var sizes = Enumerable.Repeat((long)directions, states.Length).ToArray();
        return _graph.Nodes("Split", [all, _graph.Shape(sizes)], new string[states.Length].Select(_ => "").ToArray(), OnnxGraph.Attribute("axis", 0));
    }

    private string InitialState(string name, string batch, long directions, int hidden)
    {
        _graph.Constant(name, new float[directions * hidden], directions, 1, hidden);
        _graph.Input(name, DataType.Float, directions, "state_batch", hidden);
        var shape = _graph.Node("Concat", [_graph.Shape(directions), batch, _graph.Shape(hidden)], null, OnnxGraph.Attribute("axis", 0));
        return _graph.Node("Expand", [name, shape]);
    }

    private void Answer(RecurrentNodes.Outputs last)
    {
        var read = _network.Read switch
        {
            SequenceReading.Every => RecurrentNodes.BatchFirst(_graph, last.Sequence),
            SequenceReading.LastStep => LastStep(RecurrentNodes.BatchFirst(_graph, last.Sequence)),
            _ => _graph.Node("Reshape", [_graph.Node("Transpose", [last.Hidden], null, OnnxGraph.Attribute("perm", 1, 0, 2)), _graph.Shape(0, -1)]),
        };
        var scores = _network.HasHead ? Head(read) : read;
        if (_network.Task == RecurrentTask.Forecast)
            Forecast(scores);
        else if (_network.HasHead)
            _graph.Node("Softmax", [scores], RecurrentNames.Output, OnnxGraph.Attribute("axis", -1));
        else
            _graph.Node("Identity", [scores], RecurrentNames.Output);
        object[] dimensions = (_network.AnswersEveryStep, _network.Task) switch
        {
            (true, _) => [RecurrentNames.Batch, RecurrentNames.Time, _network.Outputs],
            (_, RecurrentTask.Forecast) => [RecurrentNames.Batch, _network.Horizon, _network.Targets],
            _ => [RecurrentNames.Batch, _network.Outputs],
        };
        _graph.Output(RecurrentNames.Output, DataType.Float, dimensions);
    }

    // [batch, time, width] -> [batch, width] at the last step of each sequence's own length
    private string LastStep(string sequence)
    {
        if (_lengths is null)
            return _graph.Node("Gather", [sequence, _graph.Constant("last", [-1L])], null, OnnxGraph.Attribute("axis", 1));
        var last = _graph.Node("Sub", [_graph.Node("Cast", [_lengths], null, OnnxGraph.Attribute("to", (long)DataType.Int64)), _graph.Shape(1)]);
        return _graph.Node("GatherND", [sequence, _graph.Node("Unsqueeze", [last, _graph.Shape(1)])], null, OnnxGraph.Attribute("batch_dims", 1));
    }

    private string Head(string read)
    {
        var weight = _graph.Constant(RecurrentNames.HeadWeight, _weights.HeadWeight!.AsSpan(), _network.Width, _network.Outputs);
        var bias = _graph.Constant(RecurrentNames.HeadBias, _weights.HeadBias!.AsSpan(), _network.Outputs);
        return _network.AnswersEveryStep
            ? _graph.Node("Add", [_graph.Node("MatMul", [read, weight]), bias])
            : _graph.Node("Gemm", [read, weight, bias]);
    }

    private void Forecast(string scores)
    {
        var answer = _network.AnswersEveryStep ? scores : _graph.Node("Reshape", [scores, _graph.Shape(0, _network.Horizon, _network.Targets)]);
        if (_weights.TargetScale is { } scale)
        {
            answer = _graph.Node("Mul", [answer, _graph.Constant(RecurrentNames.TargetDeviation, scale.Deviation.AsSpan(), scale.Deviation.Length)]);
            answer = _graph.Node("Add", [answer, _graph.Constant(RecurrentNames.TargetMean, scale.Mean.AsSpan(), scale.Mean.Length)]);
        }

        _graph.Node("Identity", [answer], RecurrentNames.Output);
    }

    private void FinalStates(RecurrentNodes.Outputs[] layers)
    {
        FinalStates(RecurrentNames.FinalHidden, [.. layers.Select(layer => (string?)layer.Hidden)]);
        FinalStates(RecurrentNames.FinalCell, [.. layers.Select(layer => layer.Cell)]);
    }

    private void FinalStates(string name, string?[] states)
    {
        if (states.All(state => state is null))
            return;
        if (!RecurrentNames.SharesStates(_network))
        {
            for (var index = 0; index < states.Length; index++)
            {
                if (states[index] is { } state)
                    FinalState("Identity", [state], RecurrentNames.OfLayer(name, index), _network.Layers[index].Directions, _network.Layers[index].HiddenSize);
            }

            return;
        }

        FinalState(states.Length == 1 ? "Identity" : "Concat", states!, name, (long)states.Length * _network.Layers[0].Directions, _network.Layers[0].HiddenSize);
    }

    private void FinalState(string operation, string[] states, string name, long directions, int hidden)
    {
        _graph.Node(operation, states, name, operation == "Concat" ? [OnnxGraph.Attribute("axis", 0)] : []);
        _graph.Output(name, DataType.Float, directions, RecurrentNames.Batch, hidden);
    }
}
