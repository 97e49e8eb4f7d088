using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>What holds for networks with every part around the cells, as for all others.</summary>
public sealed class PartVariantTests
{
    [Theory, MemberData(nameof(PartVariants.All), MemberType = typeof(PartVariants))]
    public void Run_Lengths_EachSequenceMatchesItsOwnRun(Variant variant)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(variant.Description);
        long[] lengths = [4, variant.Description.MinSteps, 6, 3];
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

    [Theory, MemberData(nameof(PartVariants.All), MemberType = typeof(PartVariants))]
    public void Build_WeightsOfANetwork_SameOutputsAndWeights(Variant variant)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(variant.Description);
        var input = OnnxAssert.CreateInput(network.Description, batch: 3, time: 6);

        var weights = WeightLayout.Read(network);
        using var copy = WeightLayout.Build(variant.Description, weights);

        Assert.Equivalent(weights, WeightLayout.Read(copy), strict: true);
        Assert.Equal(OracleTensors.ToDoubles(network.Run(input).Output), OracleTensors.ToDoubles(copy.Run(input).Output));
        Assert.Equal(variant.Description.ParameterCount, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory, MemberData(nameof(PartVariants.All), MemberType = typeof(PartVariants))]
    public void Export_EveryPart_MatchesTheModuleAndReimports(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        var exported = OnnxExporter.Export(network);
        // States of unequal layers have inputs and outputs of their own, which the check at export compares.
        if (OnnxNames.CanStackStates(variant.Description))
        {
            using var session = new PlainSession(exported.Bytes);
            foreach (var (batch, time) in new[] { (1, variant.Description.LayerSteps), (7, 4), (3, 20) })
                OnnxAssert.SameOutputs(network, session, batch, time);
            OnnxAssert.SameRaggedOutputs(network, session, withStates: false);
            OnnxAssert.SameRaggedOutputs(network, session, withStates: true);
        }

        var imported = TestImports.ImportWithoutWarning(exported.Bytes.ToArray());
        using var again = imported.Network;
        Assert.Equal(exported.Card!.ToJson(), imported.Card.ToJson());
        Assert.Equal(exported.Bytes.ToArray(), OnnxExporter.Export(again, imported.Card).Bytes.ToArray());
    }

    [Theory, MemberData(nameof(PartVariants.All), MemberType = typeof(PartVariants))]
    public void Export_WithoutOptionalInputs_MatchesTheModule(Variant variant)
    {
        using var network = TestNetworks.Create(variant.Description);
        var exported = OnnxExporter.Export(network, options: new ExportOptions { IncludeOptionalInputs = false, Float16Weights = true });
        using var imported = TestImports.ImportWithoutWarning(exported.Bytes.ToArray()).Network;
        using var session = new PlainSession(exported.Bytes);

        Assert.Empty(session.OptionalInputs);
        if (OnnxNames.CanStackStates(variant.Description))
            OnnxAssert.SameOutputs(imported, session, batch: 7, time: 5, withStates: false);
    }

    [Theory, MemberData(nameof(PartVariants.All), MemberType = typeof(PartVariants))]
    public void Fit_TwoEpochs_FiniteLossAndEveryParameterChanges(Variant variant)
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(variant.Description);
        using var data = RandomData.Create(variant.Description, sequences: 8, time: 6);
        var before = network.named_parameters().Select(entry => (entry.name, Values: OracleTensors.ToDoubles(entry.parameter))).ToList();

        var summary = NetworkFitter.Fit(network, data, options: new FitOptions { Epochs = 2, KeepNormalization = true, BatchSize = 4 });

        Assert.True(double.IsFinite(summary.FinalLoss), $"The loss is {summary.FinalLoss}.");
        foreach (var (name, values) in before)
            Assert.NotEqual(values, OracleTensors.ToDoubles(network.get_parameter(name)!));
    }
}
