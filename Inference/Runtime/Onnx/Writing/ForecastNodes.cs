using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>What the head of a forecaster gives as answers: shaped, made into quantiles, turned back, on their base.</summary>
internal sealed class ForecastNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, InputNodes input)
{
    private int Levels => network.Quantiles.Count;

    /// <summary>Writes <c>output</c>, and <c>quantiles</c> where there are any.</summary>
    /// <param name="scores">What the head of each member gives, [batch, head size] or [batch, time, head size].</param>
    public void Write(IReadOnlyList<string> scores)
    {
        if (Levels == 0)
        {
            var score = graph.Mean(scores);
            var answer = network.AnswersEveryStep ? score : graph.Node("Reshape", [score, graph.Shape(0, network.Horizon, network.Targets)]);
            graph.Node("Identity", [Answer(answer)], RecurrentNames.Output);
            Declare(RecurrentNames.Output);
            return;
        }

        var shape = network.AnswersEveryStep ? graph.Shape(0, 0, network.Targets, Levels) : graph.Shape(0, network.Horizon, network.Targets, Levels);
        var answers = Answer(Quantiles([.. scores.Select(score => graph.Node("Reshape", [score, shape]))]));
        graph.Node("Gather", [answers, graph.Constant("quantile.median", [(long)network.Median])], RecurrentNames.Output, OnnxGraph.Attribute("axis", -1));
        graph.Node("Identity", [answers], RecurrentNames.Quantiles);
        Declare(RecurrentNames.Output);
        Declare(RecurrentNames.Quantiles, Levels);
    }

    // [..., levels] of the median and raw steps, for each member -> [..., levels] of quantiles
    private string Quantiles(string[] scores)
    {
        var isMedian = graph.Constant("quantile.is_median", DataType.Bool, [.. Enumerable.Range(0, Levels).Select(level => (byte)(level == network.Median ? 1 : 0))], Levels);
        var shift = weights.Add(WeightNames.QuantileShift);
        var matrix = graph.Constant("quantile.matrix", QuantileSteps.Matrix(network), Levels, Levels);
        var steps = graph.Mean([.. scores.Select(score => graph.Node("Where", [isMedian, score, graph.Node("Softplus", [score])]))]);
        var moved = graph.Node("Relu", [graph.Node("Add", [steps, shift])]);
        return graph.Node("MatMul", [graph.Node("Where", [isMedian, steps, moved]), matrix]);
    }

    private string Answer(string scores)
    {
        var frame = input.Frame();
        if (frame.Factor is { } factor)
            scores = graph.Node("Mul", [scores, Broad(factor)]);
        foreach (var added in new[] { frame.Shift, frame.Naive, frame.Defined }.OfType<string>())
            scores = graph.Node("Add", [scores, Broad(added)]);
        return TransformNodes.Undo(graph, network, scores);
    }

    private string Broad(string values) => Levels == 0 ? values : graph.Node("Unsqueeze", [values, graph.Shape(-1)]);

    private void Declare(string name, params object[] levels) => graph.Output(
        name, DataType.Float, [RecurrentNames.Batch, network.AnswersEveryStep ? RecurrentNames.Time : network.Horizon, network.Targets, .. levels]);
}
