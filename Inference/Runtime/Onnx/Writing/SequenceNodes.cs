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
    public string? LayerLengths => Lengths is null || horizon == 0 ? Lengths : _layerLengths ??= graph.AddNode(
        "Cast", [graph.AddNode("Add", [EffectiveLengths, graph.Shape(horizon)])], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int32));

    /// <summary>bool [batch, time + horizon, 1]: whether a step is a sequence's own, among those that the layers go on.</summary>
    public string StepMaskWithHorizon => _ownAmongAll ??= WriteStepMask(graph.AddNode("Range",
        [StepsFirst, graph.AddNode("Squeeze", [graph.AddNode("Add", [Time, graph.Shape(horizon)])]), StepsNext]));

    /// <summary>int64 [batch, steps, 1]: the steps right behind each sequence's own length, or before them.</summary>
    /// <param name="offsets">int64 [steps]: counted from the length.</param>
    public string WriteStepIndices(string offsets)
    {
        var places = graph.AddNode("Add", [graph.AddNode("Unsqueeze", [EffectiveLengths, graph.Shape(1)]), offsets]);
        return graph.AddNode("Unsqueeze", [graph.AddNode("Max", [places, graph.Shape(0)]), graph.Shape(2)]);
    }

    /// <summary>int64 [batch]: the length of each sequence, at least 1.</summary>
    public string EffectiveLengths => _counts ??= WriteCounts();

    /// <summary>float [batch]: the length of each sequence, at least 1.</summary>
    public string FloatLengths => _floatCounts ??= graph.AddNode("Cast", [EffectiveLengths], null, OnnxGraph.CreateAttribute("to", (long)DataType.Float));

    /// <summary>int64 [time]: 0, 1, 2, ...</summary>
    public string Steps => _steps ??= graph.AddNode("Range",
        [StepsFirst, graph.AddNode("Squeeze", [Time]), StepsNext]);

    /// <summary>bool [batch, time, 1]: whether a step is a sequence's own; an empty sequence counts as one of one step.</summary>
    public string StepMask => _own ??= WriteStepMask(Steps);

    // A length below 0, as in the default [-1], means the whole sequence.
    private string WriteLengths()
    {
        var (batch, time) = Sizes();
        graph.AddConstant(OnnxNames.Lengths, [-1], 1);
        graph.AddInput(OnnxNames.Lengths, DataType.Int32, "lengths_batch");
        var whole = graph.AddNode("Less", [OnnxNames.Lengths, graph.AddConstant("lengths.none", [0], 1)]);
        var full = graph.AddNode("Cast", [time], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
        return graph.AddNode("Expand", [graph.AddNode("Where", [whole, full, OnnxNames.Lengths]), batch]);
    }

    private (string Batch, string Time) Sizes()
    {
        if (_batch is null || _time is null)
        {
            var shape = graph.AddNode("Shape", [OnnxNames.Input]);
            _batch = graph.AddNode("Gather", [shape, graph.Shape(0)]);
            _time = graph.AddNode("Gather", [shape, graph.Shape(1)]);
        }

        return (_batch, _time);
    }

    private string WriteCounts()
    {
        if (Lengths is not { } lengths)
            return graph.AddNode("Expand", [Time, Batch]);
        var counts = graph.AddNode("Cast", [lengths], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int64));
        return graph.AddNode("Max", [counts, graph.Shape(1)]);
    }

    private string StepsFirst => graph.GetOrAdd("steps.first", name => graph.AddConstant(name, [0L]));

    private string StepsNext => graph.GetOrAdd("steps.next", name => graph.AddConstant(name, [1L]));

    private string WriteStepMask(string steps)
    {
        // [time] < [batch, 1] -> [batch, time]
        var own = graph.AddNode("Less", [steps, graph.AddNode("Unsqueeze", [EffectiveLengths, graph.Shape(1)])]);
        return graph.AddNode("Unsqueeze", [own, graph.Shape(2)]);
    }
}
