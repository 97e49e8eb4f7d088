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
        graph.GetOrAdd("target.features", name => graph.AddConstant(name, [.. network.Forecast.TargetFeatures.Select(feature => (long)feature)], network.Forecast.TargetFeatures.Count));

    /// <summary>The targets' history [batch, time, targets], transformed.</summary>
    private string History => _history ??= Targets(_columns!);

    /// <summary>Raw values [batch, time, features] as what the layers read, [batch, time, size] or [batch, time + horizon, size].</summary>
    /// <param name="raw">The values.</param>
    /// <param name="futureCovariates">What is known ahead; nothing reads it where the network does not.</param>
    public string Write(string raw, string futureCovariates)
    {
        _columns = Transformed(raw, network.Forecast.TargetFeatures, network.Features, "target.among");
        var columns = network.Forecast.HasDifferences ? graph.AddNode("Concat", [_columns, Changes()], null, OnnxGraph.CreateAttribute("axis", 2)) : _columns;
        var scaled = Scaled(columns, WeightNames.InputMean, WeightNames.InputDeviation);
        if (network.Normalization == InputNormalization.Window)
            scaled = Window(scaled);
        return network.Forecast.FutureCovariates > 0 ? AppendFutureCovariates(scaled, futureCovariates) : scaled;
    }

    // Over the horizon the columns are 0, and the mark behind what is known is 1.
    private string AppendFutureCovariates(string scaled, string futureCovariates)
    {
        var knownColumns = Transformed(futureCovariates, network.Forecast.SeasonalCovariates, network.Forecast.FutureCovariates, "season.among");
        if (network.Forecast.SeasonalCovariates.Count > 0)
        {
            var covariates = graph.AddConstant("season.known", [.. network.Forecast.SeasonalCovariates.Select(covariate => (long)covariate)], network.Forecast.SeasonalCovariates.Count);
            _season = graph.AddNode("Gather", [knownColumns, covariates], null, OnnxGraph.CreateAttribute("axis", 2));
        }

        var knownScaled = Scaled(knownColumns, WeightNames.KnownMean, WeightNames.KnownDeviation);
        var horizon = graph.AddNode("Concat", [sequences.Batch, graph.Shape(network.Forecast.Horizon), graph.Shape(network.NormalizedFeatures)], null, OnnxGraph.CreateAttribute("axis", 0));
        var longer = graph.AddNode("Concat", [scaled, graph.AddNode("Expand", [graph.Zero, horizon])], null, OnnxGraph.CreateAttribute("axis", 1));
        var seen = graph.AddNode("Where", [sequences.StepMaskWithHorizon, longer, graph.Zero]);
        var mark = graph.AddNode("Cast", [graph.AddNode("Not", [sequences.StepMaskWithHorizon])], null, OnnxGraph.CreateAttribute("to", (long)DataType.Float));
        return graph.AddNode("Concat", [seen, knownScaled, mark], null, OnnxGraph.CreateAttribute("axis", 2));
    }

    private string Scaled(string columns, string mean, string standardDeviation) =>
        weights.Has(mean) ? graph.AddNode("Div", [graph.AddNode("Sub", [columns, weights.Add(mean)]), weights.Add(standardDeviation)]) : columns;

    /// <summary>What turns the scores of a forecaster into answers.</summary>
    public TargetScalingNames WriteTargetScaling()
    {
        var naive = network.Forecast.ResidualBaseline == ResidualBaseline.None ? null : new BaselineNodes(graph, network, sequences, History, _season).Write();
        var defined = Defined();
        if (_level is { } level)
        {
            // The level is in units of the fitted scale, which has one entry for each column.
            var deviation = graph.AddNode("Gather", [WeightNames.InputDeviation, TargetFeatures]);
            var factor = graph.AddNode("Mul", [Targets(level.Deviation), deviation]);
            var shift = naive is not null ? null : graph.AddNode("Add",
                [graph.AddNode("Mul", [Targets(level.Mean), deviation]), graph.AddNode("Gather", [WeightNames.InputMean, TargetFeatures])]);
            return new TargetScalingNames(factor, shift, naive, defined);
        }

        return weights.Has(WeightNames.TargetMean)
            ? new TargetScalingNames(weights.Add(WeightNames.TargetDeviation), weights.Add(WeightNames.TargetMean), naive, defined)
            : new TargetScalingNames(null, null, naive, defined);
    }

    // Those of the columns that are values of the targets are transformed.
    private string Transformed(string raw, IReadOnlyList<int> places, int count, string name)
    {
        if (network.Forecast.Transform == TargetTransform.None || places.Count == 0)
            return raw;
        var among = Enumerable.Range(0, count).Select(column => (byte)(places.Contains(column) ? 1 : 0)).ToArray();
        return graph.AddNode("Where", [graph.AddConstant(name, DataType.Bool, among, among.Length), TransformNodes.Write(graph, network, raw), raw]);
    }

    // What the history changed by since the step before; 0 at the first step.
    private string Changes()
    {
        var first = graph.AddNode("Slice", [History, graph.Shape(0), graph.Shape(1), graph.Shape(1)]);
        var others = graph.AddNode("Slice", [History, graph.Shape(0), graph.Shape(-1), graph.Shape(1)]);
        return graph.AddNode("Sub", [History, graph.AddNode("Concat", [first, others], null, OnnxGraph.CreateAttribute("axis", 1))]);
    }

    private string Window(string scaled)
    {
        var mean = Average(scaled);
        var centred = graph.AddNode("Sub", [scaled, mean]);
        var variance = Average(graph.AddNode("Mul", [centred, centred]));
        var deviation = graph.AddNode("Sqrt", [graph.AddNode("Add", [variance, graph.AddConstant("window.epsilon", [(float)NormalizationEpsilon.Window])])]);
        _level = network.Forecast.TargetFeatures.Count == 0 ? null : (mean, deviation);
        return graph.AddNode("Div", [centred, deviation]);
    }

    // [batch, time, columns] -> [batch, 1, columns], over each sequence's own length
    private string Average(string values)
    {
        if (sequences.Lengths is null)
            return graph.AddNode("ReduceMean", [values], null, OnnxGraph.CreateAttribute("axes", [1L]));
        var sum = graph.AddNode("ReduceSum", [graph.AddNode("Where", [sequences.StepMask, values, graph.Zero]), graph.Shape(1)]);
        return graph.AddNode("Div", [sum, graph.AddNode("Unsqueeze", [sequences.FloatLengths, graph.Shape(1, 2)])]);
    }

    // What has no transform became a NaN or an infinity, which differs from itself.
    private string? Defined()
    {
        if (network.Forecast.Transform == TargetTransform.None || network.Forecast.TargetFeatures.Count == 0)
            return null;
        var nothing = graph.AddNode("Sub", [History, History]);
        if (network.HasOutputPerStep)
            return nothing;
        if (sequences.Lengths is not null)
            nothing = graph.AddNode("Where", [sequences.StepMask, nothing, graph.Zero]);
        return graph.AddNode("ReduceSum", [nothing, graph.Shape(1, 2)]);
    }

    private string Targets(string columns) => graph.AddNode("Gather", [columns, TargetFeatures], null, OnnxGraph.CreateAttribute("axis", 2));
}
