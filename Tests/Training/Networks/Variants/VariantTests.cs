using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Every variant of a network gives in ONNX Runtime what its module gives, and comes back from its file.</summary>
public sealed class VariantTests
{
    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Export_EveryVariant_GivesTheModulesAnswers(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        using var session = new PlainSession(OnnxExporter.Export(network).File);

        foreach (var (batch, time) in new[] { (1, 1), (7, 2), (3, 20) })
            OnnxAssert.SameAnswers(network, session, batch, time);
        OnnxAssert.SameRaggedAnswers(network, session, withStates: false);
        OnnxAssert.SameRaggedAnswers(network, session, withStates: true);
    }

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Run_Lengths_GivesEachSequenceWhatItGivesAlone(Variant variant)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(variant.Description);
        long[] lengths = [4, 1, 6, 3];
        var input = OnnxAssert.Input(network.Description, lengths.Length, time: 6);

        var together = network.Run(new NetworkInput(input) { Lengths = tensor(lengths) });

        Assert.Empty(together.States);
        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            var alone = network.Run(input.narrow(0, sequence, 1).narrow(1, 0, lengths[sequence]));
            var answer = together.Output.narrow(0, sequence, 1);
            OnnxAssert.Same(alone.Output, network.Description.AnswersEveryStep ? answer.narrow(1, 0, lengths[sequence]) : answer, $"sequence {sequence}");
        }
    }

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Export_WithoutOptionalInputs_GivesTheModulesAnswers(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        using var session = new PlainSession(OnnxExporter.Export(network, options: new ExportOptions { OptionalInputs = false }).File);

        Assert.Empty(session.OptionalInputs);
        OnnxAssert.SameAnswers(network, session, batch: 7, time: 5, withStates: false);
    }

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Import_EveryVariant_GivesTheSameBytesBack(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        foreach (var options in new[] { new ExportOptions(), new ExportOptions { OptionalInputs = false }, new ExportOptions { Float16Weights = true } })
        {
            var exported = OnnxExporter.Export(network, options: options);

            var imported = TestImports.ImportWithoutWarning(exported.File.ToArray());

            using var read = imported.Network;
            Assert.Equal(exported.Card.ToJson(), imported.Card.ToJson());
            // Rounding to float16 what was rounded before changes nothing; that it cost nothing this time stands in the card.
            var again = OnnxExporter.Export(read, imported.Card, options);
            if (!options.Float16Weights)
                Assert.Equal(exported.File.ToArray(), again.File.ToArray());
            Assert.Equal(Graph(exported), Graph(again));
        }

        static Onnx.GraphProto Graph(ExportedModel model) => Onnx.OnnxFile.Parse(model.File.Span, "test").Graph;
    }
}
