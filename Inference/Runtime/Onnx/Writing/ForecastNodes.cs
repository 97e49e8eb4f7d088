using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>What the head of a forecaster gives as answers: shaped, made into quantiles, turned back, on their base.</summary>
internal sealed class ForecastNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, InputNodes input)
{
    private int Levels => network.Forecast.Quantiles.Count;

    /// <summary>Writes <c>output</c>, and <c>quantiles</c> where there are any.</summary>
    /// <param name="scores">What the head of each member gives, [batch, head size] or [batch, time, head size].</param>
    public void Write(IReadOnlyList<string> scores)
    {
        if (Levels == 0)
        {
            var score = graph.Mean(scores);
            var answer = network.HasOutputPerStep ? score : graph.AddNode("Reshape", [score, graph.Shape(0, network.Forecast.Horizon, network.Forecast.Targets)]);
            graph.AddNode("Identity", [WriteOutput(answer)], OnnxNames.Output);
            Declare(OnnxNames.Output);
            return;
        }

        var shape = network.HasOutputPerStep ? graph.Shape(0, 0, network.Forecast.Targets, Levels) : graph.Shape(0, network.Forecast.Horizon, network.Forecast.Targets, Levels);
        var answers = WriteOutput(Quantiles([.. scores.Select(score => graph.AddNode("Reshape", [score, shape]))]));
        graph.AddNode("Gather", [answers, graph.AddConstant("quantile.median", [(long)network.MedianIndex])], OnnxNames.Output, OnnxGraph.CreateAttribute("axis", -1));
        graph.AddNode("Identity", [answers], OnnxNames.Quantiles);
        Declare(OnnxNames.Output);
        Declare(OnnxNames.Quantiles, Levels);
    }

    // [..., levels] of the median and raw steps, for each member -> [..., levels] of quantiles
    private string Quantiles(string[] scores)
    {
        var isMedian = graph.AddConstant("quantile.is_median", DataType.Bool, [.. Enumerable.Range(0, Levels).Select(level => (byte)(level == network.MedianIndex ? 1 : 0))], Levels);
        var shift = weights.Add(WeightNames.QuantileShift);
        var matrix = graph.AddConstant("quantile.matrix", QuantileSteps.CreateMatrix(network), Levels, Levels);
        var steps = graph.Mean([.. scores.Select(score => graph.AddNode("Where", [isMedian, score, graph.AddNode("Softplus", [score])]))]);
        var moved = graph.AddNode("Relu", [graph.AddNode("Add", [steps, shift])]);
        return graph.AddNode("MatMul", [graph.AddNode("Where", [isMedian, steps, moved]), matrix]);
    }

    private string WriteOutput(string scores)
    {
        var frame = input.WriteTargetScaling();
        if (frame.Factor is { } factor)
            scores = graph.AddNode("Mul", [scores, Broad(factor)]);
        foreach (var added in new[] { frame.Offset, frame.Baseline, frame.Defined }.OfType<string>())
            scores = graph.AddNode("Add", [scores, Broad(added)]);
        return TransformNodes.WriteInverse(graph, network, scores);
    }

    private string Broad(string values) => Levels == 0 ? values : graph.AddNode("Unsqueeze", [values, graph.Shape(-1)]);

    private void Declare(string name, params object[] levels) => graph.AddOutput(
        name, DataType.Float, [OnnxNames.Batch, network.HasOutputPerStep ? OnnxNames.Time : network.Forecast.Horizon, network.Forecast.Targets, .. levels]);
}
