using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Exported files of many topologies, compared with their modules.</summary>
public sealed class ExportedTopologyTests
{
    [Theory, MemberData(nameof(Topologies.All), MemberType = typeof(Topologies))]
    public void Export_EveryTopology_MatchesTheModule(Topology topology)
    {
        using var network = TestNetworks.Create(topology.Description);

        var exported = OnnxExporter.Export(network);

        AssertOperators(topology, exported);
        using var session = new PlainSession(exported.Bytes);
        foreach (var batch in new[] { 1, 7 })
        {
            foreach (var time in new[] { 1, 2, 20 })
                OnnxAssert.SameOutputs(network, session, batch, time);
        }

        OnnxAssert.SameRaggedOutputs(network, session, withStates: false);
        OnnxAssert.SameRaggedOutputs(network, session, withStates: true);
    }

    [Theory, MemberData(nameof(Topologies.All), MemberType = typeof(Topologies))]
    public void Export_WithoutOptionalInputs_MatchesTheModule(Topology topology)
    {
        using var network = TestNetworks.Create(topology.Description);

        var exported = OnnxExporter.Export(network, options: new ExportOptions { IncludeOptionalInputs = false });

        AssertOperators(topology, exported);
        using var session = new PlainSession(exported.Bytes);
        Assert.Equal(["input"], session.Inputs);
        Assert.Empty(session.OptionalInputs);
        OnnxAssert.SameOutputs(network, session, batch: 7, time: 5, withStates: false);
    }

    // One recurrent node per layer: the outputs alone would not reveal an unrolled loop.
    private static void AssertOperators(Topology topology, ExportedModel exported)
    {
        var cell = RecurrentCell.Parse(topology.Cell);
        var nodes = OnnxFile.Parse(exported.Bytes.Span, "exported").Graph.Node;
        var recurrent = nodes.Where(node => node.OpType is "RNN" or "LSTM" or "GRU").ToArray();
        Assert.Equal(Enumerable.Repeat(cell.OnnxOperator, topology.Layers), recurrent.Select(node => node.OpType));
        Assert.All(recurrent, node =>
        {
            Assert.Equal(
                topology.Direction.ToString().ToLowerInvariant(),
                node.Attribute.Single(attribute => attribute.Name == "direction").S.ToStringUtf8());
            Assert.Equal(topology.Cell == "gru", node.Attribute.Any(attribute => attribute is { Name: "linear_before_reset", I: 1 }));
            Assert.DoesNotContain(node.Attribute, attribute => attribute.Name == "layout");
        });
    }
}
