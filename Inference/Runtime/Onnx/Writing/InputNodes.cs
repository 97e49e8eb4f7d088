using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Raw values as the layers see them: transformed, with their changes, normalised; and what turns answers back.</summary>
internal sealed class InputNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, SequenceNodes sequences)
{
    private string? _columns;
    private string? _history;
    private string? _season;
    private (string Mean, string Deviation)? _level;

    /// <summary>int64 [targets].</summary>
    private string TargetFeatures =>
        graph.Once("target.features", name => graph.Constant(name, [.. network.TargetFeatures.Select(feature => (long)feature)], network.TargetFeatures.Count));

    /// <summary>The targets' history [batch, time, targets], transformed.</summary>
    private string History => _history ??= Targets(_columns!);

    /// <summary>Raw values [batch, time, features] as what the layers read, [batch, time, size] or [batch, time + horizon, size].</summary>
    /// <param name="raw">The values.</param>
    /// <param name="known">What is known ahead; nothing reads it where the network does not.</param>
    public string Write(string raw, string known)
    {
        _columns = Transformed(raw, network.TargetFeatures, network.Features, "target.among");
        var columns = network.Differences ? graph.Node("Concat", [_columns, Changes()], null, OnnxGraph.Attribute("axis", 2)) : _columns;
        var scaled = Scaled(columns, WeightNames.InputMean, WeightNames.InputDeviation);
        if (network.Normalization == InputNormalization.Window)
            scaled = Window(scaled);
        return network.Known > 0 ? WithKnown(scaled, known) : scaled;
    }

    // Over the horizon the columns are 0, and the mark behind what is known is 1.
    private string WithKnown(string scaled, string known)
    {
        var knownColumns = Transformed(known, network.SeasonalKnown, network.Known, "season.among");
        if (network.SeasonalKnown.Count > 0)
        {
            var covariates = graph.Constant("season.known", [.. network.SeasonalKnown.Select(covariate => (long)covariate)], network.SeasonalKnown.Count);
            _season = graph.Node("Gather", [knownColumns, covariates], null, OnnxGraph.Attribute("axis", 2));
        }

        var knownScaled = Scaled(knownColumns, WeightNames.KnownMean, WeightNames.KnownDeviation);
        var horizon = graph.Node("Concat", [sequences.Batch, graph.Shape(network.Horizon), graph.Shape(network.Columns)], null, OnnxGraph.Attribute("axis", 0));
        var longer = graph.Node("Concat", [scaled, graph.Node("Expand", [graph.Zero, horizon])], null, OnnxGraph.Attribute("axis", 1));
        var seen = graph.Node("Where", [sequences.OwnAmongAll, longer, graph.Zero]);
        var mark = graph.Node("Cast", [graph.Node("Not", [sequences.OwnAmongAll])], null, OnnxGraph.Attribute("to", (long)DataType.Float));
        return graph.Node("Concat", [seen, knownScaled, mark], null, OnnxGraph.Attribute("axis", 2));
    }

    private string Scaled(string columns, string mean, string deviation) =>
        weights.Has(mean) ? graph.Node("Div", [graph.Node("Sub", [columns, weights.Add(mean)]), weights.Add(deviation)]) : columns;

    /// <summary>What turns the scores of a forecaster into answers.</summary>
    public FrameNames Frame()
    {
        var naive = network.Base == BaseForecast.None ? null : new BaseNodes(graph, network, sequences, History, _season).Write();
        var defined = Defined();
        if (_level is { } level)
        {
            // The level is in units of the fitted scale, which has one entry for each column.
            var deviation = graph.Node("Gather", [WeightNames.InputDeviation, TargetFeatures]);
            var factor = graph.Node("Mul", [Targets(level.Deviation), deviation]);
            var shift = naive is not null ? null : graph.Node("Add",
                [graph.Node("Mul", [Targets(level.Mean), deviation]), graph.Node("Gather", [WeightNames.InputMean, TargetFeatures])]);
            return new FrameNames(factor, shift, naive, defined);
        }

        return weights.Has(WeightNames.TargetMean)
            ? new FrameNames(weights.Add(WeightNames.TargetDeviation), weights.Add(WeightNames.TargetMean), naive, defined)
            : new FrameNames(null, null, naive, defined);
    }

    // Those of the columns that are values of the targets are transformed.
    private string Transformed(string raw, IReadOnlyList<int> places, int count, string name)
    {
        if (network.Transform == TargetTransform.None || places.Count == 0)
            return raw;
        var among = Enumerable.Range(0, count).Select(column => (byte)(places.Contains(column) ? 1 : 0)).ToArray();
        return graph.Node("Where", [graph.Constant(name, DataType.Bool, among, among.Length), TransformNodes.Write(graph, network, raw), raw]);
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
        var deviation = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Constant("window.epsilon", [(float)NormalizationEpsilon.Window])])]);
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
