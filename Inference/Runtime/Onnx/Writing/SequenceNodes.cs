using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>How many sequences and steps there are and how long each sequence is; each value is written when it is first asked for.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="optionalLengths">Whether hosts may feed <c>lengths</c>.</param>
/// <param name="horizon">Steps that the layers go on behind each sequence: the horizon where it is known ahead, else 0.</param>
internal sealed class SequenceNodes(OnnxGraph graph, bool optionalLengths, int horizon)
{
    private string? _batch;
    private string? _time;
    private string? _lengths;
    private string? _counts;
    private string? _floatCounts;
    private string? _steps;
    private string? _own;
    private string? _ownAmongAll;
    private string? _layerLengths;

    /// <summary>int64 [1]: how many sequences there are.</summary>
    public string Batch => Sizes().Batch;

    /// <summary>int64 [1]: how many time steps there are.</summary>
    public string Time => Sizes().Time;

    /// <summary>int32 [batch]: the length of each sequence; null where hosts cannot feed lengths.</summary>
    public string? Lengths => !optionalLengths ? null : _lengths ??= WriteLengths();

    /// <summary>int32 [batch]: how many steps of each sequence the layers read; null where hosts cannot feed lengths.</summary>
    public string? LayerLengths => Lengths is null || horizon == 0 ? Lengths : _layerLengths ??= graph.Node(
        "Cast", [graph.Node("Add", [Counts, graph.Shape(horizon)])], null, OnnxGraph.Attribute("to", (long)DataType.Int32));

    /// <summary>bool [batch, time + horizon, 1]: whether a step is a sequence's own, among those that the layers go on.</summary>
    public string OwnAmongAll => _ownAmongAll ??= WriteOwn(graph.Node("Range",
        [StepsFirst, graph.Node("Squeeze", [graph.Node("Add", [Time, graph.Shape(horizon)])]), StepsNext]));

    /// <summary>int64 [batch, steps, 1]: the steps right behind each sequence's own length, or before them.</summary>
    /// <param name="offsets">int64 [steps]: counted from the length.</param>
    public string Places(string offsets)
    {
        var places = graph.Node("Add", [graph.Node("Unsqueeze", [Counts, graph.Shape(1)]), offsets]);
        return graph.Node("Unsqueeze", [graph.Node("Max", [places, graph.Shape(0)]), graph.Shape(2)]);
    }

    /// <summary>int64 [batch]: the length of each sequence, at least 1.</summary>
    public string Counts => _counts ??= WriteCounts();

    /// <summary>float [batch]: the length of each sequence, at least 1.</summary>
    public string FloatCounts => _floatCounts ??= graph.Node("Cast", [Counts], null, OnnxGraph.Attribute("to", (long)DataType.Float));

    /// <summary>int64 [time]: 0, 1, 2, ...</summary>
    public string Steps => _steps ??= graph.Node("Range",
        [StepsFirst, graph.Node("Squeeze", [Time]), StepsNext]);

    /// <summary>bool [batch, time, 1]: whether a step is a sequence's own; an empty sequence counts as one of one step.</summary>
    public string Own => _own ??= WriteOwn(Steps);

    // A length below 0, as in the default [-1], means the whole sequence.
    private string WriteLengths()
    {
        var (batch, time) = Sizes();
        graph.Constant(RecurrentNames.Lengths, [-1], 1);
        graph.Input(RecurrentNames.Lengths, DataType.Int32, "lengths_batch");
        var whole = graph.Node("Less", [RecurrentNames.Lengths, graph.Constant("lengths.none", [0], 1)]);
        var full = graph.Node("Cast", [time], null, OnnxGraph.Attribute("to", (long)DataType.Int32));
        return graph.Node("Expand", [graph.Node("Where", [whole, full, RecurrentNames.Lengths]), batch]);
    }

    private (string Batch, string Time) Sizes()
    {
        if (_batch is null || _time is null)
        {
            var shape = graph.Node("Shape", [RecurrentNames.Input]);
            _batch = graph.Node("Gather", [shape, graph.Shape(0)]);
            _time = graph.Node("Gather", [shape, graph.Shape(1)]);
        }

        return (_batch, _time);
    }

    private string WriteCounts()
    {
        if (Lengths is not { } lengths)
            return graph.Node("Expand", [Time, Batch]);
        var counts = graph.Node("Cast", [lengths], null, OnnxGraph.Attribute("to", (long)DataType.Int64));
        return graph.Node("Max", [counts, graph.Shape(1)]);
    }

    private string StepsFirst => graph.Once("steps.first", name => graph.Constant(name, [0L]));

    private string StepsNext => graph.Once("steps.next", name => graph.Constant(name, [1L]));

    private string WriteOwn(string steps)
    {
        // [time] < [batch, 1] -> [batch, time]
        var own = graph.Node("Less", [steps, graph.Node("Unsqueeze", [Counts, graph.Shape(1)])]);
        return graph.Node("Unsqueeze", [own, graph.Shape(2)]);
    }
}
