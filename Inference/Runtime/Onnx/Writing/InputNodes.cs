using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Writes the input of the layers from raw values (transformed, with differences, normalized), and the scaling that denormalizes the outputs.
/// </summary>
internal sealed class InputNodes(
    OnnxGraph graph, NetworkDescription network, GraphWeights weights, SequenceNodes sequences, CategoryNodes categories)
{
    private string? _columns;
    private string? _history;
    private string? _season;
    private LagNodes? _lags;
    private (string Mean, string StandardDeviation)? _window;

    /// <summary>int64 [targets].</summary>
    private string TargetFeatures =>
        graph.GetOrAdd("target.features", name => AddIndices(name, network.Forecast.TargetFeatures));

    /// <summary>The targets' history [batch, time, targets], transformed.</summary>
    private string History => _history ??= SelectTargets(_columns!);

    /// <summary>
    /// Writes the input of the layers without the vectors of categories, [batch, time, size] or [batch, time + horizon, size].
    /// </summary>
    /// <param name="raw">The raw values [batch, time, features].</param>
    /// <param name="futureCovariates">The future covariates; not used by a network without them.</param>
    public string Write(string raw, string futureCovariates)
    {
        var numbers = network.Categories.Count == 0
            ? raw
            : graph.AddNode("Slice", [raw, graph.Shape(0), graph.Shape(network.NumericFeatures), graph.Shape(2)]);
        _columns = Transform(numbers, network.Forecast.TargetFeatures, network.NumericFeatures, "target.among");
        var columns = network.Forecast.HasDifferences
            ? graph.AddNode("Concat", [_columns, WriteDifferences()], null, OnnxGraph.CreateAttribute("axis", 2))
            : _columns;
        var scaled = Scale(columns, WeightNames.InputMean, WeightNames.InputStandardDeviation, categories.SelectAtEachStep);
        if (network.Normalization == InputNormalization.Window)
            scaled = NormalizeWindow(scaled);
        return network.Forecast.FutureCovariates > 0 ? AppendFutureCovariates(scaled, futureCovariates) : scaled;
    }

    // Over the horizon, the columns are 0 and the indicator feature after the future covariates is 1.
    private string AppendFutureCovariates(string scaled, string futureCovariates)
    {
        int[] targets = [.. network.Forecast.TargetCovariates];
        var covariateColumns = Transform(futureCovariates, targets, network.Forecast.FutureCovariates, "season.among");
        if (network.Forecast.SeasonalCovariates.Count > 0)
        {
            var covariates = AddIndices("season.known", network.Forecast.SeasonalCovariates);
            _season = graph.AddNode("Gather", [covariateColumns, covariates], null, OnnxGraph.CreateAttribute("axis", 2));
        }

        var covariatesScaled = Scale(
            covariateColumns, WeightNames.FutureCovariateMean, WeightNames.FutureCovariateStandardDeviation, categories.SelectAtEachLayerStep);
        if (network.Forecast.LagFeatures.Count > 0)
        {
            _lags = new LagNodes(graph, network, sequences, covariateColumns);
            covariatesScaled = _lags.Normalize(covariatesScaled, _window!.Value);
        }

        string[] horizonShape = [sequences.Batch, graph.Shape(network.Forecast.Horizon), graph.Shape(network.NormalizedFeatures)];
        var horizon = graph.AddNode("Concat", horizonShape, null, OnnxGraph.CreateAttribute("axis", 0));
        var padded = graph.AddNode("Concat", [scaled, graph.AddNode("Expand", [graph.Zero, horizon])], null, OnnxGraph.CreateAttribute("axis", 1));
        var past = graph.AddNode("Where", [sequences.StepMaskWithHorizon, padded, graph.Zero]);
        var isHorizon = graph.AddNode("Not", [sequences.StepMaskWithHorizon]);
        var indicator = graph.AddNode("Cast", [isHorizon], null, OnnxGraph.CreateAttribute("to", (long)DataType.Float));
        return graph.AddNode("Concat", [past, covariatesScaled, indicator], null, OnnxGraph.CreateAttribute("axis", 2));
    }

    private string Scale(string columns, string mean, string standardDeviation, Func<string, string> select) => !weights.Has(mean)
        ? columns
        : graph.AddNode("Div", [graph.AddNode("Sub", [columns, AddScale(mean, select)]), AddScale(standardDeviation, select)]);

    // Each series may have its own scale, which its code selects.
    private string AddScale(string name, Func<string, string> select) =>
        network.Normalization == InputNormalization.Series ? select(weights.Add(name)) : weights.Add(name);

    /// <summary>Writes the scaling that denormalizes the head outputs of a forecaster.</summary>
    public TargetScalingNames WriteTargetScaling()
    {
        var baseline = network.Forecast.ResidualBaseline == ResidualBaseline.None
            ? null
            : new BaselineNodes(graph, network, sequences, History, _season).Write();
        var undefinedMask = WriteUndefinedMask();
        if (_window is { } window)
        {
            // The window's mean and standard deviation are in units of the input scale, which has one entry for each column.
            var inputStandardDeviation = graph.AddNode("Gather", [WeightNames.InputStandardDeviation, TargetFeatures]);
            var factor = graph.AddNode("Mul", [SelectTargets(window.StandardDeviation), inputStandardDeviation]);
            if (baseline is not null)
                return new TargetScalingNames(factor, null, baseline, undefinedMask);
            var targetMean = graph.AddNode("Mul", [SelectTargets(window.Mean), inputStandardDeviation]);
            var inputMean = graph.AddNode("Gather", [WeightNames.InputMean, TargetFeatures]);
            return new TargetScalingNames(factor, graph.AddNode("Add", [targetMean, inputMean]), baseline, undefinedMask);
        }

        if (!weights.Has(WeightNames.TargetMean))
            return new TargetScalingNames(null, null, baseline, undefinedMask);
        Func<string, string> select = network.HasOutputPerStep ? categories.SelectAtEachStep : categories.SelectAtEnd;
        return new TargetScalingNames(
            AddScale(WeightNames.TargetStandardDeviation, select), AddScale(WeightNames.TargetMean, select), baseline, undefinedMask);
    }

    // Only the columns that hold target values are transformed.
    private string Transform(string raw, IReadOnlyList<int> targetColumns, int count, string name)
    {
        if (network.Forecast.Transform == TargetTransform.None || targetColumns.Count == 0)
            return raw;
        var mask = Enumerable.Range(0, count).Select(column => (byte)(targetColumns.Contains(column) ? 1 : 0)).ToArray();
        return graph.AddNode("Where", [graph.AddConstant(name, DataType.Bool, mask, mask.Length), TransformNodes.Write(graph, network, raw), raw]);
    }

    // The differences of the history between consecutive steps; 0 at the first step.
    private string WriteDifferences()
    {
        var first = graph.AddNode("Slice", [History, graph.Shape(0), graph.Shape(1), graph.Shape(1)]);
        var others = graph.AddNode("Slice", [History, graph.Shape(0), graph.Shape(-1), graph.Shape(1)]);
        return graph.AddNode("Sub", [History, graph.AddNode("Concat", [first, others], null, OnnxGraph.CreateAttribute("axis", 1))]);
    }

    private string NormalizeWindow(string scaled)
    {
        var mean = Average(scaled);
        var centered = graph.AddNode("Sub", [scaled, mean]);
        var variance = Average(graph.AddNode("Mul", [centered, centered]));
        var epsilon = graph.AddConstant("window.epsilon", [(float)NormalizationEpsilon.Window]);
        var standardDeviation = graph.AddNode("Sqrt", [graph.AddNode("Add", [variance, epsilon])]);
        _window = (mean, standardDeviation);
        var normalized = graph.AddNode("Div", [centered, standardDeviation]);
        if (network.StaticFeatures.Count == 0)
            return normalized;
        byte[] mask = [.. Enumerable.Range(0, network.NormalizedFeatures).Select(column => (byte)(network.StaticFeatures.Contains(column) ? 1 : 0))];
        return graph.AddNode("Where", [graph.AddConstant("static.among", DataType.Bool, mask, mask.Length), scaled, normalized]);
    }

    // [batch, time, columns] -> [batch, 1, columns], over the valid steps of each sequence
    private string Average(string values)
    {
        if (sequences.Lengths is null)
            return graph.AddNode("ReduceMean", [values], null, OnnxGraph.CreateAttribute("axes", [1L]));
        var sum = graph.AddNode("ReduceSum", [graph.AddNode("Where", [sequences.StepMask, values, graph.Zero]), graph.Shape(1)]);
        return graph.AddNode("Div", [sum, graph.AddNode("Unsqueeze", [sequences.FloatLengths, graph.Shape(1, 2)])]);
    }

    // A value that is undefined under the transform is a NaN or an infinity, and subtracting it from itself gives a NaN.
    private string? WriteUndefinedMask()
    {
        if (network.Forecast.Transform == TargetTransform.None || network.Forecast.TargetFeatures.Count == 0)
            return null;
        var zeros = graph.AddNode("Sub", [History, History]);
        if (network.HasOutputPerStep)
            return zeros;
        if (sequences.Lengths is not null)
            zeros = graph.AddNode("Where", [sequences.StepMask, zeros, graph.Zero]);
        var mask = graph.AddNode("ReduceSum", [zeros, graph.Shape(1, 2)]);
        return _lags is null || !network.Forecast.TargetCovariates.Any() ? mask : graph.AddNode("Add", [mask, _lags.WriteUndefinedMask()]);
    }

    private string AddIndices(string name, IReadOnlyList<int> indices) =>
        graph.AddConstant(name, [.. indices.Select(index => (long)index)], indices.Count);

    private string SelectTargets(string columns) => graph.AddNode("Gather", [columns, TargetFeatures], null, OnnxGraph.CreateAttribute("axis", 2));
}
