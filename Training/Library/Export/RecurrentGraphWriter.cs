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
    private readonly SequenceNodes _sequences;
    private readonly StateNodes _states;
    private readonly InputNodes _input;

    private RecurrentGraphWriter(NetworkDescription network, NetworkWeights weights, bool optionalInputs)
    {
        _network = network;
        _weights = weights;
        _optionalInputs = optionalInputs;
        _sequences = new SequenceNodes(_graph, optionalInputs);
        _states = new StateNodes(_graph, network);
        _input = new InputNodes(_graph, network, weights, _sequences);
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
            var (prefix, weights) = (RecurrentNames.Layer(index), _weights.Layers[index]);
            layers[index] = RecurrentNodes.Write(_graph, _network.Layers[index], weights, prefix, sequence, starts[index]);
            if (index + 1 < layers.Length)
                sequence = ReadingNodes.Normalize(_graph, RecurrentNodes.JoinDirections(_graph, layers[index].Sequence), weights, prefix);
        }

        Answer(layers[^1]);
        _states.Final(layers);
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
            sequence = _input.Write(RecurrentNames.Input);
        }

        return _graph.Node("Transpose", [sequence], null, OnnxGraph.Attribute("perm", 1, 0, 2));
    }

    private RecurrentNodes.Starts[] OptionalInputs()
    {
        var lengths = _sequences.Lengths;
        var hidden = _states.InitialHidden(_sequences.Batch);
        var cell = _states.InitialCell(_sequences.Batch);
        return [.. _network.Layers.Select((_, index) => new RecurrentNodes.Starts(lengths, hidden[index], cell[index]))];
    }

    private void Answer(RecurrentNodes.Outputs last)
    {
        var read = new ReadingNodes(_graph, _network, _sequences).Read(last, _weights.Layers[^1], RecurrentNames.Layer(_network.Layers.Count - 1));
        var scores = _network.HasHead ? Head(read) : read;
        if (_network.Task == RecurrentTask.Forecast)
        {
            new ForecastNodes(_graph, _network, _weights, _input).Write(scores);
            return;
        }

        if (_network.HasHead)
            _graph.Node("Softmax", [scores], RecurrentNames.Output, OnnxGraph.Attribute("axis", -1));
        else
            _graph.Node("Identity", [scores], RecurrentNames.Output);
        object[] dimensions = _network.AnswersEveryStep
            ? [RecurrentNames.Batch, RecurrentNames.Time, _network.Outputs]
            : [RecurrentNames.Batch, _network.Outputs];
        _graph.Output(RecurrentNames.Output, DataType.Float, dimensions);
    }

    private string Head(string read)
    {
        var weight = _graph.Constant(RecurrentNames.HeadWeight, _weights.HeadWeight!.AsSpan(), _network.Width, _network.HeadSize);
        var bias = _graph.Constant(RecurrentNames.HeadBias, _weights.HeadBias!.AsSpan(), _network.HeadSize);
        return _network.AnswersEveryStep
            ? _graph.Node("Add", [_graph.Node("MatMul", [read, weight]), bias])
            : _graph.Node("Gemm", [read, weight, bias]);
    }
}
