using FsCheck.Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetRecurrent.Training.Tests;

public sealed class ModuleStackProperties
{
    [Property(MaxTest = 25)]
    public void Export_RandomStack_MatchesTheModule(int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var random = new Random(seed);
        var features = random.Next(1, 6);
        using var module = Stack(random, features, depth: 2, out _);

        var exported = OnnxExporter.Export(module, [random.Next(1, 4), random.Next(1, 6), features], parityTolerance: 1e-4);

        ModuleAssert.SameOutputs(module, exported.Bytes, randn(random.Next(1, 9), random.Next(1, 30), features));
    }

    // [batch, time, features] in, [batch, time, anything] out
    private static TorchSharp.Modules.Sequential Stack(Random random, int features, int depth, out int width)
    {
        var modules = new List<nn.Module<Tensor, Tensor>>();
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            var (module, outputWidth) = Next(random, features, depth);
            modules.Add(module);
            features = outputWidth;
        }

        width = features;
        return Sequential(modules);
    }

    private static (nn.Module<Tensor, Tensor> Module, int Width) Next(Random random, int features, int depth)
    {
        var width = random.Next(1, 8);
        switch (random.Next(depth > 0 ? 12 : 10))
        {
            case 0:
                return (Linear(features, width, hasBias: random.Next(2) == 0), width);
            case 1:
                return (LayerNorm(features, eps: 0.01, elementwise_affine: random.Next(2) == 0), features);
            case 2:
                return (Dropout(0.5), features);
            case 3:
                return (ReLU(), features);
            case 4:
                return (Tanh(), features);
            case 5:
                return (Sigmoid(), features);
            case 6:
                return (Softmax(random.Next(-1, 3)), features);
            case 7:
                return (GELU(random.Next(2) == 0 ? TorchSharp.Modules.GELU.Approximate.tanh : TorchSharp.Modules.GELU.Approximate.none), features);
            case 8:
                return (Sequential(Sequential(), Dropout(0.1)), features);
            case 9:
                var cell = RecurrentCell.All[random.Next(RecurrentCell.All.Count)];
                var layer = TestModules.Recurrent(features, width, cell, (SequenceDirection)random.Next(3), bias: random.Next(2) == 0);
                return (layer, layer.Description.OutputSize);
            case 10:
                return (Stack(random, features, depth - 1, out var inner), inner);
            default:
                var mean = new TestModules.Written(
                    input => input.mean([-1L], keepdim: true),
                    (nodes, input) => nodes.AddNode("ReduceMean", [input], ("axes", new[] { -1L }), ("keepdims", 1)));
                return (new TestModules.Residual(Sequential(Stack(random, features, depth - 1, out _), mean)), features);
        }
    }
}
