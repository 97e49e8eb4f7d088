using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes the codes of categories: the last features of the input, with 0 in place of invalid codes.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network; it has categories.</param>
/// <param name="sequences">The lengths of the sequences.</param>
internal sealed class CategoryNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences)
{
    /// <summary>Writes the code of each category, int64 [batch, time] or [batch, time + horizon].</summary>
    /// <param name="raw">The raw values [batch, time, features].</param>
    public IReadOnlyList<string> Write(string raw)
    {
        var codes = Validate(graph.AddNode(
            "Slice", [raw, graph.Shape(network.NumericFeatures), graph.Shape(network.Features), graph.Shape(2)]));
        if (network.Forecast.FutureCovariates > 0)
            codes = Continue(codes);
        var integers = graph.AddNode("Cast", [codes], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int64));
        return [.. Enumerable.Range(0, network.Categories.Count).Select(index => graph.AddNode(
            "Gather",
            [integers, graph.GetOrAdd($"category.{index}", name => graph.AddConstant(name, [(long)index]))],
            null,
            OnnxGraph.CreateAttribute("axis", 2)))];
    }

    // Whole numbers from 0 to count; everything else is 0. Comparisons with NaN are false.
    private string Validate(string codes)
    {
        var counts = graph.AddConstant("category.counts", [.. network.Categories.Select(category => (float)category.Count)], network.Categories.Count);
        var isWhole = graph.AddNode("Equal", [codes, graph.AddNode("Floor", [codes])]);
        var isInRange = graph.AddNode(
            "And", [graph.AddNode("GreaterOrEqual", [codes, graph.Zero]), graph.AddNode("LessOrEqual", [codes, counts])]);
        return graph.AddNode("Where", [graph.AddNode("And", [isInRange, isWhole]), codes, graph.Zero]);
    }

    // [batch, time + horizon, categories]: after the end of each sequence, the codes of its last step.
    private string Continue(string codes)
    {
        var last = graph.GatherSteps(codes, sequences.WriteStepIndices(graph.Shape(-1)));
        var shape = graph.AddNode(
            "Concat",
            [sequences.Batch, graph.Shape(network.Forecast.Horizon), graph.Shape(network.Categories.Count)],
            null,
            OnnxGraph.CreateAttribute("axis", 0));
        var extended = graph.AddNode("Concat", [codes, graph.AddNode("Expand", [graph.Zero, shape])], null, OnnxGraph.CreateAttribute("axis", 1));
        return graph.AddNode("Where", [sequences.StepMaskWithHorizon, extended, last]);
    }
}
