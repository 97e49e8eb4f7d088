using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Writes forecasts from the outputs of the head: reshaped, converted to quantiles, denormalized, and added to the residual baseline.
/// </summary>
internal sealed class ForecastNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, InputNodes input)
{
    private int Levels => network.Forecast.Quantiles.Count;

    /// <summary>Writes <c>output</c>, and <c>quantiles</c> for a network with quantiles.</summary>
    /// <param name="scores">The output of each ensemble member's head, [batch, head size] or [batch, time, head size].</param>
    public void Write(IReadOnlyList<string> scores)
    {
        if (Levels == 0)
        {
            var score = graph.Mean(scores);
            var forecast = network.HasOutputPerStep
                ? score
                : graph.AddNode("Reshape", [score, graph.Shape(0, network.Forecast.Horizon, network.Forecast.Targets)]);
            graph.AddNode("Identity", [WriteOutput(forecast)], OnnxNames.Output);
            Declare(OnnxNames.Output);
            return;
        }

        var shape = network.HasOutputPerStep
            ? graph.Shape(0, 0, network.Forecast.Targets, Levels)
            : graph.Shape(0, network.Forecast.Horizon, network.Forecast.Targets, Levels);
        var quantiles = WriteOutput(Quantiles([.. scores.Select(score => graph.AddNode("Reshape", [score, shape]))]));
        var median = graph.AddConstant("quantile.median", [(long)network.MedianIndex]);
        graph.AddNode("Gather", [quantiles, median], OnnxNames.Output, OnnxGraph.CreateAttribute("axis", -1));
        graph.AddNode("Identity", [quantiles], OnnxNames.Quantiles);
        Declare(OnnxNames.Output);
        Declare(OnnxNames.Quantiles, Levels);
    }

    // The median and raw steps [..., levels] of each member -> the quantiles [..., levels]
    private string Quantiles(string[] scores)
    {
        byte[] medianMask = [.. Enumerable.Range(0, Levels).Select(level => (byte)(level == network.MedianIndex ? 1 : 0))];
        var isMedian = graph.AddConstant("quantile.is_median", DataType.Bool, medianMask, Levels);
        var shift = weights.Add(WeightNames.QuantileShift);
        var matrix = graph.AddConstant("quantile.matrix", QuantileSteps.CreateMatrix(network), Levels, Levels);
        var steps = graph.Mean([.. scores.Select(score => graph.AddNode("Where", [isMedian, score, graph.AddNode("Softplus", [score])]))]);
        var moved = graph.AddNode("Relu", [graph.AddNode("Add", [steps, shift])]);
        return graph.AddNode("MatMul", [graph.AddNode("Where", [isMedian, steps, moved]), matrix]);
    }

    private string WriteOutput(string scores)
    {
        var scaling = input.WriteTargetScaling();
        if (scaling.Factor is { } factor)
            scores = graph.AddNode("Mul", [scores, Broadcast(factor)]);
        foreach (var added in new[] { scaling.Offset, scaling.Baseline, scaling.Defined }.OfType<string>())
            scores = graph.AddNode("Add", [scores, Broadcast(added)]);
        return TransformNodes.WriteInverse(graph, network, scores);
    }

    private string Broadcast(string values) => Levels == 0 ? values : graph.AddNode("Unsqueeze", [values, graph.Shape(-1)]);

    private void Declare(string name, params object[] levels) => graph.AddOutput(
        name,
        DataType.Float,
        [OnnxNames.Batch, network.HasOutputPerStep ? OnnxNames.Time : network.Forecast.Horizon, network.Forecast.Targets, .. levels]);
}
