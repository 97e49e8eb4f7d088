using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Writes the nodes that turn the outputs of the head into forecasts: reshaped, converted to quantiles, denormalized, and added to the residual
/// baseline.
/// </summary>
internal sealed class ForecastNodes(
    OnnxGraph graph, NetworkDescription network, GraphWeights weights, InputNodes input, SequenceNodes sequences)
{
    private int Levels => network.Forecast.Quantiles.Count;

    /// <summary>Writes <c>output</c>, and <c>quantiles</c> for a network with quantiles.</summary>
    /// <param name="headOutputs">The output of each ensemble member's head, [batch, head size] or [batch, time, head size].</param>
    public void Write(IReadOnlyList<string> headOutputs)
    {
        if (Levels == 0)
        {
            var output = graph.Mean(headOutputs);
            var forecast = network.HasOutputPerStep
                ? output
                : graph.AddNode("Reshape", [output, graph.Shape(0, network.Forecast.Horizon, network.Forecast.Targets)]);
            output = Denormalize(forecast);
            if (network.ReversesOutput)
                sequences.WriteReversed(output, OnnxNames.Output);
            else
                graph.AddNode("Identity", [output], OnnxNames.Output);
            Declare(OnnxNames.Output);
            return;
        }

        var shape = network.HasOutputPerStep
            ? graph.Shape(0, 0, network.Forecast.Targets, Levels)
            : graph.Shape(0, network.Forecast.Horizon, network.Forecast.Targets, Levels);
        var outputs = Denormalize(WriteQuantiles([.. headOutputs.Select(output => graph.AddNode("Reshape", [output, shape]))]));
        var quantiles = network.ReversesOutput ? sequences.WriteReversed(outputs) : outputs;
        var median = graph.AddConstant("quantile.median", [(long)network.MedianIndex]);
        graph.AddNode("Gather", [quantiles, median], OnnxNames.Output, OnnxGraph.CreateAttribute("axis", -1));
        graph.AddNode("Identity", [quantiles], OnnxNames.Quantiles);
        Declare(OnnxNames.Output);
        Declare(OnnxNames.Quantiles, Levels);
    }

    // Converts the head outputs of each ensemble member (the median, and the distances of the other levels before Softplus) to quantiles. Both have
    // the shape [..., levels].
    private string WriteQuantiles(string[] headOutputs)
    {
        byte[] medianMask = [.. Enumerable.Range(0, Levels).Select(level => (byte)(level == network.MedianIndex ? 1 : 0))];
        var isMedian = graph.AddConstant("quantile.is_median", DataType.Bool, medianMask, Levels);
        var shift = weights.Add(WeightNames.QuantileShift);
        var matrix = graph.AddConstant("quantile.matrix", QuantileDistances.CreateMatrix(network), Levels, Levels);
        var distances = graph.Mean(
            [.. headOutputs.Select(output => graph.AddNode("Where", [isMedian, output, graph.AddNode("Softplus", [output])]))]);
        // Calibration shifts the distances. They stay non-negative, so quantiles never cross.
        var calibrated = graph.AddNode("Relu", [graph.AddNode("Add", [distances, shift])]);
        return graph.AddNode("MatMul", [graph.AddNode("Where", [isMedian, distances, calibrated]), matrix]);
    }

    private string Denormalize(string headOutputs)
    {
        var scaling = input.WriteTargetScaling();
        if (scaling.Factor is { } factor)
            headOutputs = graph.AddNode("Mul", [headOutputs, Broadcast(factor)]);
        foreach (var added in new[] { scaling.Offset, scaling.Baseline, scaling.UndefinedMask }.OfType<string>())
            headOutputs = graph.AddNode("Add", [headOutputs, Broadcast(added)]);
        return Bound(TransformNodes.WriteInverse(graph, network, headOutputs));
    }

    private string Bound(string outputs)
    {
        if (network.Forecast is { Minimum: null, Maximum: null })
            return outputs;
        var minimum = network.Forecast.Minimum is { } low ? graph.AddConstant("output.minimum", [(float)low]) : "";
        string[] bounds = network.Forecast.Maximum is { } high ? [minimum, graph.AddConstant("output.maximum", [(float)high])] : [minimum];
        return graph.AddNode("Clip", [outputs, .. bounds]);
    }

    private string Broadcast(string values) => Levels == 0 ? values : graph.AddNode("Unsqueeze", [values, graph.Shape(-1)]);

    private void Declare(string name, params object[] trailing) => graph.AddOutput(
        name,
        DataType.Float,
        [OnnxNames.Batch, network.HasOutputPerStep ? OnnxNames.Time : network.Forecast.Horizon, network.Forecast.Targets, .. trailing]);
}
