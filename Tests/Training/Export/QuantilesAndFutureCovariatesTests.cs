using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Quantiles and future covariates of loaded models, compared with the module in TorchSharp.</summary>
public sealed class QuantilesAndFutureCovariatesTests
{
    private const int Count = 3;
    private const int Time = 6;

    [Theory, MemberData(nameof(Variants.OfSeveralInputsOrOutputs), MemberType = typeof(Variants))]
    public void ScoreBatch_QuantilesAndFutureCovariates_MatchesTheModule(Variant variant)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(variant.Description);
        var input = OnnxAssert.CreateInput(variant.Description, Count, Time);
        var expected = network.Run(input);
        var file = OnnxExporter.Export(network).Bytes.ToArray();
        foreach (var engine in new[] { RecurrentEngine.Auto, RecurrentEngine.OnnxRuntime })
        {
            using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = engine });
            var outputs = new float[Count * model.GetOutputSize(Time)];
            var quantiles = new float[Count * model.GetQuantilesSize(Time)];
            var batch = new SequenceBatch
            {
                Values = ParityBatch.ToArray(input.Values),
                FutureCovariates = input.FutureCovariates is { } covariates ? ParityBatch.ToArray(covariates) : [],
                Count = Count,
                Quantiles = quantiles,
            };

            model.ScoreBatch(batch, outputs);

            OnnxAssert.Same(expected.Output, tensor(outputs, expected.Output.shape), $"outputs of {engine}");
            if (expected.Quantiles is { } levels)
                OnnxAssert.Same(levels, tensor(quantiles, levels.shape), $"quantiles of {engine}");
            else
                Assert.Empty(quantiles);
        }
    }
}
