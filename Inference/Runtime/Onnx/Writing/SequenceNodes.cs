using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes the number of sequences and time steps, the lengths and the masks of sequences, each on first use.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="optionalLengths">Whether the graph has the optional input <c>lengths</c>.</param>
/// <param name="horizon">The number of steps for which the layers continue after each sequence: the horizon with future covariates, else 0.</param>
/// <param name="source">The sequences of which these are the convolved ones; null for the sequences of the input.</param>
/// <param name="lostSteps">The number of steps by which these sequences are shorter than those of the source.</param>
internal sealed class SequenceNodes(OnnxGraph graph, bool optionalLengths, int horizon, SequenceNodes? source = null, int lostSteps = 0)
{
    private readonly Dictionary<int, SequenceNodes> _shorter = [];
    private string? _batch;
    private string? _time;
    private string? _lengths;
    private string? _effectiveLengths;
    private string? _floatLengths;
    private string? _steps;
    private string? _stepMask;
    private string? _stepsWithHorizon;
    private string? _stepMaskWithHorizon;
    private string? _layerLengths;

    /// <summary>int64 [1]: the number of sequences.</summary>
    public string Batch => Sizes().Batch;

    /// <summary>int64 [1]: the number of time steps.</summary>
    public string Time => Sizes().Time;

    /// <summary>int32 [batch]: the length of each sequence; null if the graph has no input for lengths.</summary>
    public string? Lengths => !optionalLengths ? null : _lengths ??= source is null ? WriteLengths() : WriteShorterLengths(source.Lengths!);

    /// <summary>int32 [batch]: the number of steps of each sequence that the layers process; null if the graph has no input for lengths.</summary>
    public string? LayerLengths => Lengths is null || horizon == 0 ? Lengths : _layerLengths ??= graph.AddNode(
        "Cast", [graph.AddNode("Add", [EffectiveLengths, graph.Shape(horizon)])], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int32));

    /// <summary>bool [batch, time + horizon, 1]: whether a step is a valid (unpadded) step of the sequence rather than of the horizon.</summary>
    public string StepMaskWithHorizon => _stepMaskWithHorizon ??= WriteStepMask(StepsWithHorizon, EffectiveLengths);

    /// <summary>bool [batch, time + horizon, 1]: whether a step is a valid (unpadded) step of the sequence or of its horizon.</summary>
    public string LayerStepMask => WriteStepMask(StepsWithHorizon, graph.AddNode("Add", [EffectiveLengths, graph.Shape(horizon)]));

    /// <summary>int64 [batch, steps, 1]: the indices of steps relative to the end of each sequence.</summary>
    /// <param name="offsets">int64 [steps]: the offsets from the length; 0 is the first step after the sequence.</param>
    public string WriteStepIndices(string offsets)
    {
        var indices = graph.AddNode("Add", [graph.AddNode("Unsqueeze", [EffectiveLengths, graph.Shape(1)]), offsets]);
        return graph.AddNode("Unsqueeze", [graph.AddNode("Max", [indices, graph.Shape(0)]), graph.Shape(2)]);
    }

    /// <summary>Reverses the order of the valid steps of each sequence.</summary>
    /// <param name="values">[batch, time, ...].</param>
    /// <param name="output">The name of the result, or null to derive it from the operator.</param>
    public string WriteReversed(string values, string? output = null) => graph.AddNode(
        "ReverseSequence",
        [values, EffectiveLengths],
        output,
        OnnxGraph.CreateAttribute("batch_axis", 0),
        OnnxGraph.CreateAttribute("time_axis", 1));

    /// <summary>int64 [batch]: the length of each sequence, at least 1.</summary>
    public string EffectiveLengths => _effectiveLengths ??= WriteEffectiveLengths();

    /// <summary>float [batch]: the length of each sequence, at least 1.</summary>
    public string FloatLengths => _floatLengths ??= graph.AddNode(
        "Cast", [EffectiveLengths], null, OnnxGraph.CreateAttribute("to", (long)DataType.Float));

    /// <summary>int64 [time]: 0, 1, 2, ...</summary>
    public string Steps => _steps ??= graph.AddNode("Range",
        [StepsFirst, graph.AddNode("Squeeze", [Time]), StepsNext]);

    /// <summary>bool [batch, time, 1]: whether a step is a valid (unpadded) step; an empty sequence counts as one with a single step.</summary>
    public string StepMask => _stepMask ??= WriteStepMask(Steps, EffectiveLengths);

    /// <summary>The sequences after a convolution.</summary>
    /// <param name="steps">The number of steps by which it shortens them; negative if it makes them longer.</param>
    public SequenceNodes After(int steps)
    {
        if (steps == 0)
            return this;
        if (source is not null)
            return source.After(lostSteps + steps);
        if (!_shorter.TryGetValue(steps, out var shorter))
            _shorter.Add(steps, shorter = new SequenceNodes(graph, optionalLengths, horizon, this, steps));
        return shorter;
    }

    // An empty sequence stays one.
    private string WriteShorterLengths(string lengths)
    {
        var lost = graph.GetOrAdd($"lengths.lost.{lostSteps}", name => graph.AddConstant(name, [lostSteps], 1));
        var none = graph.GetOrAdd("lengths.none", name => graph.AddConstant(name, [0], 1));
        return graph.AddNode("Max", [graph.AddNode("Sub", [lengths, lost]), none]);
    }

    // A negative length, such as the default [-1], means the whole sequence.
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
        if (source is not null)
        {
            _batch = source.Batch;
            _time ??= graph.AddNode("Add", [source.Time, graph.Shape(-lostSteps)]);
        }
        else if (_batch is null || _time is null)
        {
            var shape = graph.AddNode("Shape", [OnnxNames.Input]);
            _batch = graph.AddNode("Gather", [shape, graph.Shape(0)]);
            _time = graph.AddNode("Gather", [shape, graph.Shape(1)]);
        }

        return (_batch, _time);
    }

    private string WriteEffectiveLengths()
    {
        if (Lengths is not { } lengths)
            return graph.AddNode("Expand", [Time, Batch]);
        var counts = graph.AddNode("Cast", [lengths], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int64));
        return graph.AddNode("Max", [counts, graph.Shape(1)]);
    }

    // int64 [time + horizon]: 0, 1, 2, ...
    private string StepsWithHorizon => _stepsWithHorizon ??= graph.AddNode("Range",
        [StepsFirst, graph.AddNode("Squeeze", [graph.AddNode("Add", [Time, graph.Shape(horizon)])]), StepsNext]);

    private string StepsFirst => graph.GetOrAdd("steps.first", name => graph.AddConstant(name, [0L]));

    private string StepsNext => graph.GetOrAdd("steps.next", name => graph.AddConstant(name, [1L]));

    private string WriteStepMask(string steps, string lengths)
    {
        // [time] < [batch, 1] -> [batch, time]
        var mask = graph.AddNode("Less", [steps, graph.AddNode("Unsqueeze", [lengths, graph.Shape(1)])]);
        return graph.AddNode("Unsqueeze", [mask, graph.Shape(2)]);
    }
}
