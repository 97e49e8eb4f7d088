using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Writes the codes of categories: the last features of the input, with 0 in place of invalid codes; and what the code of the series selects.
/// </summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network; without categories, nothing is written.</param>
/// <param name="sequences">The lengths of the sequences.</param>
/// <param name="raw">The raw values [batch, time, features].</param>
internal sealed class CategoryNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences, string raw)
{
    private string? _codes;
    private string? _layerCodes;

    // float [batch, time, categories]
    private string Codes => _codes ??= Validate(graph.AddNode(
        "Slice", [raw, graph.Shape(network.NumericFeatures), graph.Shape(network.Features), graph.Shape(2)]));

    // [batch, time, categories] or [batch, time + horizon, categories]
    private string LayerCodes => _layerCodes ??= network.Forecast.FutureCovariates > 0 ? Continue(Codes) : Codes;

    /// <summary>Writes the code of each category at each step of the layers, int64 [batch, time] or [batch, time + horizon].</summary>
    public IReadOnlyList<string> Write() => [.. Enumerable.Range(0, network.Categories.Count).Select(index => Select(LayerCodes, index))];

    /// <summary>Writes the entries of a table [codes, size] for the code of the series at each time step: [batch, time, size].</summary>
    public string SelectAtEachStep(string table) => graph.AddNode("Gather", [table, Select(Codes, 0)]);

    /// <summary>Writes the entries of a table for the code of the series at each step of the layers: [batch, time + horizon, size].</summary>
    public string SelectAtEachLayerStep(string table) => graph.AddNode("Gather", [table, Select(LayerCodes, 0)]);

    /// <summary>Writes the entries of a table for the code of the series at the last step of each sequence: [batch, 1, size].</summary>
    public string SelectAtEnd(string table) =>
        graph.AddNode("Gather", [table, Select(graph.GatherSteps(Codes, sequences.WriteStepIndices(graph.Shape(-1))), 0)]);

    // int64 [batch, steps] of [batch, steps, categories]
    private string Select(string codes, int category)
    {
        var index = graph.GetOrAdd($"category.{category}", name => graph.AddConstant(name, [(long)category]));
        var selected = graph.AddNode("Gather", [codes, index], null, OnnxGraph.CreateAttribute("axis", 2));
        return graph.AddNode("Cast", [selected], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int64));
    }

    // Whole numbers from 0 to count; everything else is 0. Comparisons with NaN are false.
    private string Validate(string codes)
    {
        float[] counts = [.. network.Categories.Select(category => (float)category.Count)];
        var limits = graph.AddConstant("category.counts", counts, counts.Length);
        var isWhole = graph.AddNode("Equal", [codes, graph.AddNode("Floor", [codes])]);
        var isInRange = graph.AddNode(
            "And", [graph.AddNode("GreaterOrEqual", [codes, graph.Zero]), graph.AddNode("LessOrEqual", [codes, limits])]);
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
