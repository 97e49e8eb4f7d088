using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Every variant of a network matches its module in ONNX Runtime, and can be imported again.</summary>
public sealed class VariantTests
{
    private static readonly ExportOptions Plain = new() { IncludeOptionalInputs = false };
    private static readonly ExportOptions Float16 = new() { Float16Weights = true };

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Export_EveryVariant_MatchesTheModuleAndReimports(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        var exported = OnnxExporter.Export(network);
        using (var session = new PlainSession(exported.Bytes))
        {
            foreach (var (batch, time) in new[] { (1, 1), (7, 2), (3, 20) })
                OnnxAssert.SameOutputs(network, session, batch, time);
            OnnxAssert.SameRaggedOutputs(network, session, withStates: false);
            OnnxAssert.SameRaggedOutputs(network, session, withStates: true);
        }

        AssertRoundTrips(exported, new ExportOptions());
    }

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Run_Lengths_EachSequenceMatchesItsOwnRun(Variant variant)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(variant.Description);
        long[] lengths = [4, 1, 6, 3];
        var input = OnnxAssert.CreateInput(network.Description, lengths.Length, time: 6);

        var batch = network.Run(input with { Lengths = tensor(lengths) });

        Assert.Empty(batch.States);
        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            var alone = network.Run(OnnxAssert.Alone(input, network.Description, sequence, lengths[sequence]));
            var output = batch.Output.narrow(0, sequence, 1);
            OnnxAssert.Same(
                alone.Output, network.Description.HasOutputPerStep ? output.narrow(1, 0, lengths[sequence]) : output, $"sequence {sequence}");
        }
    }

    [Theory, MemberData(nameof(Variants.Some), MemberType = typeof(Variants))]
    public void Export_WithoutOptionalInputs_MatchesTheModuleAndReimports(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        var exported = OnnxExporter.Export(network, options: Plain);
        using (var session = new PlainSession(exported.Bytes))
        {
            Assert.Empty(session.OptionalInputs);
            OnnxAssert.SameOutputs(network, session, batch: 7, time: 5, withStates: false);
        }

        AssertRoundTrips(exported, Plain);
    }

    [Theory, MemberData(nameof(Variants.Some), MemberType = typeof(Variants))]
    public void Import_Float16Weights_RoundTrips(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        var exported = OnnxExporter.Export(network, options: Float16);

        using var imported = TestImports.ImportWithoutWarning(exported.Bytes.ToArray()).Network;

        // Rounding rounded weights again changes nothing.
        Assert.Equal(Graph(exported), Graph(OnnxExporter.Export(imported, options: Float16)));
    }

    private static void AssertRoundTrips(ExportedModel exported, ExportOptions options)
    {
        var imported = TestImports.ImportWithoutWarning(exported.Bytes.ToArray());
        using var network = imported.Network;
        Assert.Equal(exported.Card!.ToJson(), imported.Card.ToJson());
        Assert.Equal(exported.Bytes.ToArray(), OnnxExporter.Export(network, imported.Card, options).Bytes.ToArray());
    }

    private static Onnx.GraphProto Graph(ExportedModel model) => Onnx.OnnxFile.Parse(model.Bytes.Span, "test").Graph;
}
