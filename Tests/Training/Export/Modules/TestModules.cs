using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Modules with their own forward method, as users write them.</summary>
internal static class TestModules
{
    public static RecurrentLayer Recurrent(
        int input, int hidden, RecurrentCell? cell = null, SequenceDirection direction = SequenceDirection.Forward, bool bias = true) =>
        new(new LayerDescription
        {
            Cell = cell ?? RecurrentCell.Lstm,
            InputSize = input,
            HiddenSize = hidden,
            Direction = direction,
            HasBias = bias,
        });

    /// <summary>x + inner(x)</summary>
    public sealed class Residual : nn.Module<Tensor, Tensor>, IOnnxModule
    {
        private readonly nn.Module<Tensor, Tensor> inner;

        public Residual(nn.Module<Tensor, Tensor> inner)
            : base(nameof(Residual))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input + inner.call(input);

        public string WriteOnnx(OnnxNodeBuilder nodes, string input) => nodes.AddNode("Add", input, nodes.AddModule(inner, input));
    }

    /// <summary>The mean of the outputs of several branches, multiplied by a trainable factor.</summary>
    public sealed class Branches : nn.Module<Tensor, Tensor>, IOnnxModule
    {
        private readonly ModuleList<nn.Module<Tensor, Tensor>> branches;
        private readonly Parameter scale;

        public Branches(params nn.Module<Tensor, Tensor>[] branches)
            : base(nameof(Branches))
        {
            this.branches = new ModuleList<nn.Module<Tensor, Tensor>>(branches);
            scale = new Parameter(tensor(1.5f));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            stack([.. branches.Select(branch => branch.call(input))], -1).mean([-1L]) * scale;

        public string WriteOnnx(OnnxNodeBuilder nodes, string input)
        {
            string[] columns =
            [
                .. branches.Select(branch => nodes.AddNode("Unsqueeze", nodes.AddModule(branch, input), nodes.AddConstant(tensor(new[] { -1L })))),
            ];
            var stacked = nodes.AddNode("Concat", columns, ("axis", -1));
            var mean = nodes.AddNode("ReduceMean", [stacked], ("axes", new[] { -1 }), ("keepdims", 0));
            return nodes.AddNode("Mul", mean, nodes.AddConstant(scale));
        }
    }

    /// <summary>A module whose forward method and nodes are given separately, so that they may differ.</summary>
    public sealed class Written(Func<Tensor, Tensor> compute, Func<OnnxNodeBuilder, string, string> write)
        : nn.Module<Tensor, Tensor>(nameof(Written)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => compute(input);

        public string WriteOnnx(OnnxNodeBuilder nodes, string input) => write(nodes, input);
    }

    /// <summary>A module with its own forward method that does not write its nodes.</summary>
    public sealed class Silent() : nn.Module<Tensor, Tensor>(nameof(Silent))
    {
        public override Tensor forward(Tensor input) => input * 2;
    }

    /// <summary>A module like a supported one, with another forward method.</summary>
    public sealed class DoubledRelu() : nn.Module<Tensor, Tensor>(nameof(DoubledRelu)), IOnnxModule
    {
        public override Tensor forward(Tensor input) => nn.functional.relu(input) * 2;

        public string WriteOnnx(OnnxNodeBuilder nodes, string input) => nodes.AddNode("Mul", nodes.AddNode("Relu", input), nodes.AddConstant(2f));
    }
}
