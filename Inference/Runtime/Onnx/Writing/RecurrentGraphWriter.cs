using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes the graph of a network, with the inputs and outputs that all exported files share.</summary>
internal sealed class RecurrentGraphWriter
{
    /// <summary>The version of the ONNX operators (opset) that exported files use.</summary>
    public const long Opset = 17;

    private readonly OnnxGraph _graph = new("recurrent");
    private readonly NetworkDescription _network;
    private readonly GraphWeights _weights;
    private readonly bool _optionalInputs;
    private readonly SequenceNodes _sequences;
    private readonly StateNodes _states;
    private readonly CategoryNodes _categories;
    private readonly InputNodes _input;

    private RecurrentGraphWriter(NetworkDescription network, Func<WeightEntry, TensorProto> tensors, bool optionalInputs)
    {
        _network = network;
        _weights = new GraphWeights(_graph, WeightList.GetEntries(network), tensors);
        _optionalInputs = optionalInputs;
        _sequences = new SequenceNodes(_graph, optionalInputs, network.Forecast.FutureCovariates > 0 ? network.Forecast.Horizon : 0);
        _states = new StateNodes(_graph, network, _weights, optionalInputs);
        _categories = new CategoryNodes(_graph, network, _sequences, OnnxNames.Input);
        _input = new InputNodes(_graph, network, _weights, _sequences, _categories);
    }

    /// <summary>Writes the graph of a network.</summary>
    /// <param name="network">The description of the network.</param>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="optionalInputs">Whether the graph has optional inputs for lengths and initial states.</param>
    public static GraphProto Write(NetworkDescription network, NetworkWeights weights, bool optionalInputs) =>
        Write(network, GraphWeights.Store(weights), optionalInputs);

    /// <summary>Writes the graph of a network whose weights are already stored as tensors.</summary>
    /// <param name="network">The description of the network.</param>
    /// <param name="tensors">Returns the stored tensor of an entry, under the name of the entry.</param>
    /// <param name="optionalInputs">Whether the graph has optional inputs for lengths and initial states.</param>
    public static GraphProto Write(NetworkDescription network, Func<WeightEntry, TensorProto> tensors, bool optionalInputs)
    {
        var writer = new RecurrentGraphWriter(network, tensors, optionalInputs);
        writer.Write();
        return writer._graph.Graph;
    }

    private void Write()
    {
        var members = Enumerable.Range(0, _network.EnsembleSize)
            .Select(index => new MemberNodes(_graph, _network, _weights, WeightNames.Member(_network, index), _sequences))
            .ToArray();
        var inputs = Inputs(members);
        var starts = _optionalInputs || _network.HasLearnedInitialState
            ? InitialValues()
            : new RecurrentNodes.InitialValues[_network.MemberLayers.Count()];
        var layers = new List<RecurrentNodes.Outputs>();
        var scores = new List<string>();
        for (var index = 0; index < members.Length; index++)
        {
            var (written, score) = members[index].Write(inputs[index], starts.AsSpan(layers.Count, _network.Layers.Count));
            layers.AddRange(written);
            scores.Add(score);
        }

        WriteOutput(scores);
        _states.Final([.. layers]);
    }

    // Raw values [batch, time, features] or token IDs [batch, time] -> [time, batch, size] for each member
    private string[] Inputs(MemberNodes[] members)
    {
        if (_network.Embedding is not null)
        {
            _graph.AddInput(OnnxNames.Input, DataType.Int64, OnnxNames.Batch, OnnxNames.Time);
            return [.. members.Select(member => TimeFirst(member.Embed(OnnxNames.Input)))];
        }

        _graph.AddInput(OnnxNames.Input, DataType.Float, OnnxNames.Batch, OnnxNames.Time, _network.Features);
        if (_network.Forecast.FutureCovariates > 0)
        {
            _graph.AddInput(
                OnnxNames.FutureCovariates, DataType.Float, OnnxNames.Batch, OnnxNames.TimeAndHorizon, _network.Forecast.FutureCovariates);
        }

        var input = _input.Write(OnnxNames.Input, OnnxNames.FutureCovariates);
        if (_network.Categories.Count == 0)
            return [.. Enumerable.Repeat(TimeFirst(input), members.Length)];
        var codes = _categories.Write();
        return [.. members.Select(member => TimeFirst(member.AppendCategories(input, codes)))];
    }

    private string TimeFirst(string sequence) => _graph.AddNode("Transpose", [sequence], null, OnnxGraph.CreateAttribute("perm", 1, 0, 2));

    private RecurrentNodes.InitialValues[] InitialValues()
    {
        var lengths = _sequences.LayerLengths;
        var hidden = _states.InitialHidden(_sequences.Batch);
        var cell = _states.InitialCell(_sequences.Batch);
        return [.. hidden.Select((state, index) => new RecurrentNodes.InitialValues(lengths, state, cell[index]))];
    }

    private void WriteOutput(List<string> scores)
    {
        if (_network.Task == RecurrentTask.Forecast)
        {
            new ForecastNodes(_graph, _network, _weights, _input, _sequences).Write(scores);
            return;
        }

        var output = _network.ReversesOutput ? null : OnnxNames.Output;
        var values = _network.HasHead ? WriteProbabilities(scores, output) : scores[0];
        if (_network.ReversesOutput)
            _sequences.WriteReversed(values, OnnxNames.Output);
        else if (!_network.HasHead)
            _graph.AddNode("Identity", [values], OnnxNames.Output);

        object[] dimensions = _network.HasOutputPerStep
            ? [OnnxNames.Batch, OnnxNames.Time, _network.OutputSize]
            : [OnnxNames.Batch, _network.OutputSize];
        _graph.AddOutput(OnnxNames.Output, DataType.Float, dimensions);
    }

    private string WriteProbabilities(List<string> scores, string? output)
    {
        var operation = _network.HasLogProbabilities ? "LogSoftmax" : "Softmax";
        var name = scores.Count == 1 ? output : null;
        var probabilities = scores.Select(score => _graph.AddNode(operation, [score], name, OnnxGraph.CreateAttribute("axis", -1)));
        return _graph.Mean([.. probabilities], output);
    }
}
