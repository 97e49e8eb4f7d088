using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training;

/// <summary>Raw values as the layers see them: transformed, with their changes, normalised; and what turns answers back.</summary>
internal sealed class InputNodes(OnnxGraph graph, NetworkDescription network, NetworkWeights weights, SequenceNodes sequences)
{
    private string? _columns;
    private string? _history;
    private (string Mean, string Deviation)? _level;

    /// <summary>int64 [targets].</summary>
    private string TargetFeatures =>
        graph.Once("target.features", name => graph.Constant(name, [.. network.TargetFeatures.Select(feature => (long)feature)], network.TargetFeatures.Count));

    /// <summary>The targets' history [batch, time, targets], transformed.</summary>
    private string History => _history ??= Targets(_columns!);

    /// <summary>Raw values [batch, time, features] as [batch, time, columns].</summary>
    public string Write(string raw)
    {
        _columns = Transformed(raw);
        var columns = network.Differences ? graph.Node("Concat", [_columns, Changes()], null, OnnxGraph.Attribute("axis", 2)) : _columns;
        if (weights.InputScale is not { } scale)
            return columns;
        var centred = graph.Node("Sub", [columns, graph.Constant(RecurrentNames.InputMean, scale.Mean.AsSpan(), scale.Mean.Length)]);
        var scaled = graph.Node("Div", [centred, graph.Constant(RecurrentNames.InputDeviation, scale.Deviation.AsSpan(), scale.Deviation.Length)]);
        return network.Normalization == InputNormalization.Window ? Window(scaled) : scaled;
    }

    /// <summary>What turns the scores of a forecaster into answers.</summary>
    public FrameNames Frame()
    {
        var naive = network.Base == BaseForecast.None ? null : new BaseNodes(graph, network, sequences, History).Write();
        var defined = Defined();
        if (_level is { } level)
        {
            // The level is in units of the fitted scale, which has one entry for each column.
            var deviation = graph.Node("Gather", [RecurrentNames.InputDeviation, TargetFeatures]);
            var factor = graph.Node("Mul", [Targets(level.Deviation), deviation]);
            var shift = naive is not null ? null : graph.Node("Add",
                [graph.Node("Mul", [Targets(level.Mean), deviation]), graph.Node("Gather", [RecurrentNames.InputMean, TargetFeatures])]);
            return new FrameNames(factor, shift, naive, defined);
        }

        if (weights.TargetScale is not { } scale)
            return new FrameNames(null, null, naive, defined);
        return new FrameNames(
            graph.Constant(RecurrentNames.TargetDeviation, scale.Deviation.AsSpan(), scale.Deviation.Length),
            graph.Constant(RecurrentNames.TargetMean, scale.Mean.AsSpan(), scale.Mean.Length),
            naive,
            defined);
    }

    private string Transformed(string raw)
    {
        if (network.Transform == TargetTransform.None || network.TargetFeatures.Count == 0)
            return raw;
        var isTarget = Enumerable.Range(0, network.Features).Select(feature => (byte)(network.TargetFeatures.Contains(feature) ? 1 : 0)).ToArray();
        return graph.Node("Where", [graph.Constant("target.among", DataType.Bool, isTarget, isTarget.Length), TransformNodes.Write(graph, network, raw), raw]);
    }

    // What the history changed by since the step before; 0 at the first step.
    private string Changes()
    {
        var first = graph.Node("Slice", [History, graph.Shape(0), graph.Shape(1), graph.Shape(1)]);
        var others = graph.Node("Slice", [History, graph.Shape(0), graph.Shape(-1), graph.Shape(1)]);
        return graph.Node("Sub", [History, graph.Node("Concat", [first, others], null, OnnxGraph.Attribute("axis", 1))]);
    }

    private string Window(string scaled)
    {
        var mean = Average(scaled);
        var centred = graph.Node("Sub", [scaled, mean]);
        var variance = Average(graph.Node("Mul", [centred, centred]));
        var deviation = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Constant("window.epsilon", [(float)WindowLevel.Epsilon])])]);
        _level = network.TargetFeatures.Count == 0 ? null : (mean, deviation);
        return graph.Node("Div", [centred, deviation]);
    }

    // [batch, time, columns] -> [batch, 1, columns], over each sequence's own length
    private string Average(string values)
    {
        if (sequences.Lengths is null)
            return graph.Node("ReduceMean", [values], null, OnnxGraph.Attribute("axes", [1L]));
        var sum = graph.Node("ReduceSum", [graph.Node("Where", [sequences.Own, values, graph.Zero]), graph.Shape(1)]);
        return graph.Node("Div", [sum, graph.Node("Unsqueeze", [sequences.FloatCounts, graph.Shape(1, 2)])]);
    }

    // What has no transform became a NaN or an infinity, which differs from itself.
    private string? Defined()
    {
        if (network.Transform == TargetTransform.None || network.TargetFeatures.Count == 0)
            return null;
        var nothing = graph.Node("Sub", [History, History]);
        if (network.AnswersEveryStep)
            return nothing;
        if (sequences.Lengths is not null)
            nothing = graph.Node("Where", [sequences.Own, nothing, graph.Zero]);
        return graph.Node("ReduceSum", [nothing, graph.Shape(1, 2)]);
    }

    private string Targets(string columns) => graph.Node("Gather", [columns, TargetFeatures], null, OnnxGraph.Attribute("axis", 2));
}
