using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes a network as the graph that every exported file promises.</summary>
internal sealed class RecurrentGraphWriter
{
    /// <summary>The version of ONNX's operators that files mean.</summary>
    public const long Opset = 17;

    private readonly OnnxGraph _graph = new("recurrent");
    private readonly NetworkDescription _network;
    private readonly GraphWeights _weights;
    private readonly bool _optionalInputs;
    private readonly SequenceNodes _sequences;
    private readonly StateNodes _states;
    private readonly InputNodes _input;

    private RecurrentGraphWriter(NetworkDescription network, Func<WeightEntry, TensorProto> tensors, bool optionalInputs)
    {
        _network = network;
        _weights = new GraphWeights(_graph, WeightList.Of(network), tensors);
        _optionalInputs = optionalInputs;
        _sequences = new SequenceNodes(_graph, optionalInputs, network.Known > 0 ? network.Horizon : 0);
        _states = new StateNodes(_graph, network);
        _input = new InputNodes(_graph, network, _weights, _sequences);
    }

    /// <summary>The graph of a network.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="weights">Its numbers.</param>
    /// <param name="optionalInputs">Whether hosts may feed lengths and initial states.</param>
    public static GraphProto Write(NetworkDescription network, NetworkWeights weights, bool optionalInputs) =>
        Write(network, GraphWeights.Store(weights), optionalInputs);

    /// <summary>The graph of a network whose weights are stored already.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="tensors">Each weight as it is stored, under the name of its entry.</param>
    /// <param name="optionalInputs">Whether hosts may feed lengths and initial states.</param>
    public static GraphProto Write(NetworkDescription network, Func<WeightEntry, TensorProto> tensors, bool optionalInputs)
    {
        var writer = new RecurrentGraphWriter(network, tensors, optionalInputs);
        writer.Write();
        return writer._graph.Graph;
    }

    private void Write()
    {
        var members = Enumerable.Range(0, _network.Ensemble)
            .Select(index => new MemberNodes(_graph, _network, _weights, WeightNames.Member(_network, index), _sequences))
            .ToArray();
        var inputs = Inputs(members);
        var starts = _optionalInputs ? OptionalInputs() : new RecurrentNodes.Starts[_network.MemberLayers.Count()];
        var layers = new List<RecurrentNodes.Outputs>();
        var scores = new List<string>();
        for (var index = 0; index < members.Length; index++)
        {
            var (written, score) = members[index].Write(inputs[index], starts.AsSpan(layers.Count, _network.Layers.Count));
            layers.AddRange(written);
            scores.Add(score);
        }

        Answer(scores);
        _states.Final([.. layers]);
    }

    // Raw values [batch, time, features] or tokens [batch, time] -> [time, batch, size] for each member
    private string[] Inputs(MemberNodes[] members)
    {
        if (_network.Embedding is not null)
        {
            _graph.Input(RecurrentNames.Input, DataType.Int64, RecurrentNames.Batch, RecurrentNames.Time);
            return [.. members.Select(member => TimeFirst(member.Embed(RecurrentNames.Input)))];
        }

        _graph.Input(RecurrentNames.Input, DataType.Float, RecurrentNames.Batch, RecurrentNames.Time, _network.Features);
        if (_network.Known > 0)
            _graph.Input(RecurrentNames.Known, DataType.Float, RecurrentNames.Batch, RecurrentNames.TimeAndHorizon, _network.Known);
        return [.. Enumerable.Repeat(TimeFirst(_input.Write(RecurrentNames.Input, RecurrentNames.Known)), members.Length)];
    }

    private string TimeFirst(string sequence) => _graph.Node("Transpose", [sequence], null, OnnxGraph.Attribute("perm", 1, 0, 2));

    private RecurrentNodes.Starts[] OptionalInputs()
    {
        var lengths = _sequences.LayerLengths;
        var hidden = _states.InitialHidden(_sequences.Batch);
        var cell = _states.InitialCell(_sequences.Batch);
        return [.. hidden.Select((state, index) => new RecurrentNodes.Starts(lengths, state, cell[index]))];
    }

    private void Answer(List<string> scores)
    {
        if (_network.Task == RecurrentTask.Forecast)
        {
            new ForecastNodes(_graph, _network, _weights, _input).Write(scores);
            return;
        }

        if (_network.HasHead)
            _graph.Mean([.. scores.Select(score => _graph.Node("Softmax", [score], scores.Count == 1 ? RecurrentNames.Output : null, OnnxGraph.Attribute("axis", -1)))], RecurrentNames.Output);
        else
            _graph.Node("Identity", [scores[0]], RecurrentNames.Output);
        object[] dimensions = _network.AnswersEveryStep
            ? [RecurrentNames.Batch, RecurrentNames.Time, _network.Outputs]
            : [RecurrentNames.Batch, _network.Outputs];
        _graph.Output(RecurrentNames.Output, DataType.Float, dimensions);
    }
}
