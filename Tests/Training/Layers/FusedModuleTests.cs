using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares fused modules with TorchSharp's, results and gradients.</summary>
public sealed class FusedModuleTests
{
    private static readonly RecurrentCell[] TorchCells = [.. RecurrentCell.All.Where(cell => cell != RecurrentCell.GruResetBefore)];

    public static TheoryData<string, int> TorchCases =>
        [.. from cell in TorchCells from seed in Enumerable.Range(1, 12) select (cell.Name, seed)];

    public static TheoryData<string, int> AllCases =>
        [.. from cell in RecurrentCell.All from seed in Enumerable.Range(1, 5) select (cell.Name, seed)];

    public static TheoryData<string> Torch => [.. TorchCells.Select(cell => cell.Name)];

    public static TheoryData<string> All => [.. RecurrentCell.All.Select(cell => cell.Name)];

    [Theory, MemberData(nameof(TorchCases))]
    public void Call_RandomSizes_MatchesTorch(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed);

        var actual = sizes.Run(sizes.Module);

        sizes.AssertSame(sizes.Run(sizes.Torch!), actual, 2e-4);
    }

    [Theory, MemberData(nameof(AllCases))]
    public void Call_RandomSizes_MatchesFormulaInDouble(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed + 100);
        var actual = sizes.Run(sizes.Module);

        // In double precision the module runs by formulas.
        sizes.Convert(ScalarType.Float64);
        var expected = sizes.Run(sizes.Module);

        Assert.Equal(ScalarType.Float64, expected["output"].dtype);
        sizes.AssertSame(expected, actual, 1e-4);
    }

    [Theory, MemberData(nameof(AllCases))]
    public void Call_Lengths_MatchesEachSequenceByItself(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed, layers: 1 + (seed % 3));
        var lengths = sizes.RandomLengths();

        var actual = sizes.Run(sizes.Module, lengths);

        sizes.AssertSame(sizes.RunEach(sizes.Torch ?? sizes.Module, lengths), actual, 2e-4);
    }

    [Theory, MemberData(nameof(AllCases))]
    public void Call_LengthsInDouble_MatchesKernels(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed + 200);
        var lengths = sizes.RandomLengths(minimum: 0);
        var actual = sizes.Run(sizes.Module, lengths);

        sizes.Convert(ScalarType.Float64);

        sizes.AssertSame(sizes.Run(sizes.Module, lengths), actual, 1e-4);
    }

    [Theory, MemberData(nameof(All))]
    public void Call_LengthZero_GivesZerosAndTheInitialState(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = FusedModules.Create(RecurrentCell.Parse(cell), 3, 4, 1, bias: true, batchFirst: true, 0, bidirectional: true);
        var (hidden, state) = (randn(2, 2, 4), randn(2, 2, 4));

        var results = FusedModules.Run(module, randn(2, 5, 3), hidden, state, [0, 5]);

        Assert.Equal(0, results["output"].select(0, 0).abs().sum().item<float>());
        TensorAssert.Close(hidden.select(1, 0), results["final_hidden"].select(1, 0), 0, "final hidden state");
        if (results.TryGetValue("final_cell", out var final))
            TensorAssert.Close(state.select(1, 0), final.select(1, 0), 0, "final cell state");
    }

    [Fact]
    public void Call_LengthsAsTensor_GivesTheSame()
    {
        using var scope = NewDisposeScope();
        using var module = new FusedLstm(3, 4, batchFirst: true, bidirectional: true);
        var input = randn(2, 5, 3);

        var (output, hidden, cell) = module.call(input, null, tensor([3L, 5L]));

        var expected = module.call(input, null, [3, 5]);
        TensorAssert.Close(expected.Item1, output, 0, "output");
        TensorAssert.Close(expected.Item2, hidden, 0, "hidden");
        TensorAssert.Close(expected.Item3, cell, 0, "cell");
    }

    [Theory, MemberData(nameof(Torch))]
    public void Call_SameSeed_DropsWhatTorchDrops(string cell)
    {
        using var scope = NewDisposeScope();
        for (var seed = 1; seed < 6; seed++)
        {
            using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed, layers: 3, dropout: 0.4);
            manual_seed(seed);
            var actual = sizes.Run(sizes.Module);
            manual_seed(seed);
            sizes.AssertSame(sizes.Run(sizes.Torch!), actual, 3e-4);
            sizes.Module.eval();
            sizes.Torch!.eval();
            sizes.AssertSame(sizes.Run(sizes.Torch!), sizes.Run(sizes.Module), 2e-4);
        }
    }

    [Theory, MemberData(nameof(Torch))]
    public void Create_SameSeed_DrawsTheWeightsOfTorch(string cell)
    {
        manual_seed(3);
        using var fused = FusedModules.Create(RecurrentCell.Parse(cell), 5, 7, 2, bias: true, batchFirst: false, 0, bidirectional: true);
        manual_seed(3);
        using var torch = FusedModules.CreateTorch(RecurrentCell.Parse(cell), 5, 7, 2, bias: true, batchFirst: false, 0, bidirectional: true)!;

        Assert.Equal(torch.named_parameters().Select(entry => entry.name), fused.named_parameters().Select(entry => entry.name));
        Assert.Equal(torch.state_dict().Keys, fused.state_dict().Keys);
        foreach (var (name, parameter) in torch.named_parameters())
            TensorAssert.Close(parameter, fused.get_parameter(name)!, 0, name);
    }

    [Theory, MemberData(nameof(Torch))]
    public void LoadStateDict_InBothDirections_GivesTheSameResults(string cell)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed: 4);
        using (no_grad())
        {
            foreach (var parameter in sizes.Torch!.parameters())
                parameter.mul_(2);
        }

        sizes.Module.load_state_dict(sizes.Torch!.state_dict());

        sizes.AssertSame(sizes.Run(sizes.Torch!), sizes.Run(sizes.Module), 5e-4);
    }

    [Theory, MemberData(nameof(All))]
    public void To_DoubleAndBack_ConvertsTheParametersInUse(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = FusedModules.Create(RecurrentCell.Parse(cell), 3, 4, 2, bias: true, batchFirst: true, 0, bidirectional: true);
        using var parent = new ParentModule(module);
        var input = randn(2, 5, 3);
        var expected = FusedModules.Run(module, input)["output"];
        // With gradients, TorchSharp replaces its parameters by others.
        expected.sum().backward();

        parent.to(ScalarType.Float64);
        var inDouble = FusedModules.Run(module, input.to(ScalarType.Float64))["output"];
        inDouble.sum().backward();
        Assert.All(parent.parameters(), parameter => Assert.NotNull(parameter.grad));
        parent.to(ScalarType.Float32);
        var back = FusedModules.Run(module, input)["output"];
        back.sum().backward();

        TensorAssert.Close(expected, inDouble, 1e-5, "in double precision");
        TensorAssert.Close(expected, back, 1e-6, "converted back");
        Assert.All(parent.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    private sealed class ParentModule : nn.Module
    {
        public ParentModule(nn.Module child)
            : base(nameof(ParentModule)) => register_module("child", child);
    }
}
