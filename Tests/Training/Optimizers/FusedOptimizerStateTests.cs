using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class FusedOptimizerStateTests
{
    public static TheoryData<string> Kinds { get; } = [.. OptimizerPair.Kinds];

    // TorchSharp cannot load the state of SGD without momentum.
    public static TheoryData<string> KindsWithState { get; } =
        [.. OptimizerPair.Kinds.Where(kind => kind != "sgd" && !kind.StartsWith("rmsprop", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Kinds))]
    public void SaveStateDict_LoadedIntoAnother_ContinuesWithTheSameBits(string kind)
    {
        using var pair = OptimizerPair.Create(kind, seed: 1, [10], [3, 4]);
        using var copy = OptimizerPair.Create(kind, seed: 1, [10], [3, 4]);
        for (var step = 0; step < 5; step++)
            pair.Step();
        using var file = new MemoryStream();
        pair.Fused.save_state_dict(new BinaryWriter(file));
        file.Position = 0;

        copy.Fused.load_state_dict(new BinaryReader(file));
        Copy(pair.FusedParameters, copy.FusedParameters);
        StepBoth(pair.Fused, pair.FusedParameters, copy.Fused, copy.FusedParameters);

        foreach (var (expected, actual) in pair.FusedParameters.Zip(copy.FusedParameters))
            Assert.Equal(OracleTensors.ToDoubles(expected), OracleTensors.ToDoubles(actual));
    }

    [Theory, MemberData(nameof(KindsWithState))]
    public void LoadStateDict_OfTorch_ContinuesAsTorch(string kind)
    {
        using var pair = OptimizerPair.Create(kind, seed: 1, [10], [3, 4]);
        using var copy = OptimizerPair.Create(kind, seed: 1, [10], [3, 4]);
        for (var step = 0; step < 5; step++)
        {
            pair.Step();
            copy.Step();
        }

        // Steps before and after, so that the old state was in use.
        pair.Fused.load_state_dict(copy.Torch.state_dict());
        Copy(copy.TorchParameters, pair.FusedParameters);
        for (var step = 0; step < 5; step++)
            StepBoth(pair.Fused, pair.FusedParameters, copy.Torch, copy.TorchParameters);

        foreach (var (expected, actual) in copy.TorchParameters.Zip(pair.FusedParameters))
            TensorAssert.Close(expected, actual, 1e-5, kind);
    }

    // The name of TorchSharp's optimizer, so that checkpoints of earlier versions fit, and this version's fit them.
    [Theory, MemberData(nameof(Kinds))]
    public void CheckpointFrames_OfBoth_AreInterchangeable(string kind)
    {
        using var pair = OptimizerPair.Create(kind, seed: 1, [10], [3, 4]);
        pair.Step();
        var (fused, torch) = (Write(pair.Fused), Write(pair.Torch));
        using var expected = new MemoryStream();
        pair.Torch.save_state_dict(new BinaryWriter(expected));

        Assert.Equal(expected.ToArray(), torch);
        Assert.Equal(torch.Length, fused.Length);
        OptimizerFrames.Check(new BinaryReader(new MemoryStream(torch)), pair.Fused, checkValues: true);
        OptimizerFrames.Read(new BinaryReader(new MemoryStream(torch)), pair.Fused);
        Assert.Equal(torch, Write(pair.Fused));
        pair.Torch.load_state_dict(new BinaryReader(new MemoryStream(fused)));

        static byte[] Write(OptimizerHelper optimizer)
        {
            using var buffer = new MemoryStream();
            OptimizerFrames.Write(new BinaryWriter(buffer), optimizer);
            return buffer.ToArray();
        }
    }

    private static void StepBoth(
        OptimizerHelper first, IReadOnlyList<Parameter> firstWeights, OptimizerHelper second, IReadOnlyList<Parameter> secondWeights)
    {
        foreach (var (left, right) in firstWeights.Zip(secondWeights))
        {
            using var gradient = OptimizerPair.RandomTensor(new Random(9), left.shape);
            (left.grad, right.grad) = (gradient, gradient);
        }

        first.step();
        second.step();
    }

    private static void Copy(IReadOnlyList<Parameter> from, IReadOnlyList<Parameter> to)
    {
        using var none = no_grad();
        foreach (var (source, target) in from.Zip(to))
            target.copy_(source);
    }
}
