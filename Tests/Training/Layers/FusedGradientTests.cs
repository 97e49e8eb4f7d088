using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Gradients of fused modules in graphs of all kinds.</summary>
public sealed class FusedGradientTests
{
    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    // Central differences of the formulas in double precision, at random places of every input and weight.
    [Theory, MemberData(nameof(Cells))]
    public void Backward_AnyCell_MatchesFiniteDifferences(string name)
    {
        const double Step = 1e-5;
        using var scope = NewDisposeScope();
        var cell = RecurrentCell.Parse(name);
        var random = new Random(5);
        using var module = FusedModules.Create(cell, 3, 5, 1, bias: true, batchFirst: true, 0, bidirectional: false);
        var inputs = new Dictionary<string, Tensor> { ["input"] = randn(4, 6, 3), ["hidden"] = randn(1, 4, 5), ["cell"] = randn(1, 4, 5) };
        foreach (var input in inputs.Values)
            input.requires_grad_();
        var results = FusedModules.Run(module, inputs["input"], inputs["hidden"], inputs["cell"]);
        var factors = results.ToDictionary(pair => pair.Key, pair => randn(pair.Value.shape, dtype: ScalarType.Float64));
        results.Select(pair => (pair.Value * factors[pair.Key].to(ScalarType.Float32)).sum())
            .Aggregate((sum, part) => sum.add(part, Scalars.One))
            .backward();

        var all = inputs.Concat(module.named_parameters().Select(entry => KeyValuePair.Create(entry.name, (Tensor)entry.parameter)))
            .Where(pair => pair.Value.grad is not null)
            .ToDictionary();
        Assert.Equal(cell.HasCellState ? 7 : 6, all.Count);
        var values = all.ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(ScalarType.Float64));
        foreach (var (key, tensor) in all)
        {
            for (var sample = 0; sample < 6; sample++)
            {
                var place = random.NextInt64(tensor.numel());
                var numeric = (Loss(key, place, Step) - Loss(key, place, -Step)) / (2 * Step);
                Assert.Equal(numeric, tensor.grad!.flatten()[place].item<float>(), 2e-4 * Math.Max(1, Math.Abs(numeric)));
            }
        }

        double Loss(string key, long place, double change)
        {
            using var none = no_grad();
            var changed = values.ToDictionary(pair => pair.Key, pair => pair.Key == key ? pair.Value.clone() : pair.Value);
            changed[key].view(-1).narrow(0, place, 1).add_(change);
            var formula = new TorchRecurrenceFormula(
                cell, changed["weight_ih_l0"], changed["weight_hh_l0"], changed["bias_ih_l0"], changed["bias_hh_l0"]);
            var (output, hidden, state) = formula.Run(
                changed["input"], changed["hidden"].squeeze(0), changed.GetValueOrDefault("cell")?.squeeze(0), null, reverse: false);
            var sum = (output * factors["output"]).sum() + (hidden * factors["final_hidden"].squeeze(0)).sum();
            return (state is null ? sum : sum + (state * factors["final_cell"].squeeze(0)).sum()).item<double>();
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Backward_RetainedGraph_GivesTheSameAgain(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = Create(cell, input: 4);
        var input = randn(7, 9, 4).requires_grad_();
        var loss = FusedModules.Run(module, input)["output"].pow(2).sum();

        loss.backward(retain_graph: true);
        var first = Gradients(module, input);
        loss.backward(retain_graph: true);
        var second = Gradients(module, input);
        loss.backward();

        Assert.All(first.Zip(second), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.All(first.Zip(Gradients(module, input)), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    // d/dw of |dL/dx|^2 + |dL/dw|^2
    [Theory, MemberData(nameof(Cells))]
    public void Backward_GradientsOfGradients_MatchFormula(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = Create(cell, input: 4);
        var input = randn(3, 5, 4).requires_grad_();
        var expected = Second(ScalarType.Float64);

        Assert.All(Second(ScalarType.Float32).Zip(expected), pair => TensorAssert.Close(pair.Second, pair.First, 1e-4, cell));

        Tensor[] Second(ScalarType type)
        {
            module.to(type);
            var values = input.detach().to(type).requires_grad_();
            // One layer used twice: the input of the second use depends on the weights.
            var output = FusedModules.Run(module, FusedModules.Run(module, values)["output"])["output"];
            var weights = module.parameters().ToArray();
            var first = autograd.grad([output.pow(2).sum()], [values, .. weights], retain_graph: true, create_graph: true);
            FusedFailure.ThrowIfAny();
            first.Select(gradient => gradient.pow(2).sum()).Aggregate((sum, part) => sum.add(part, Scalars.One)).backward();
            FusedFailure.ThrowIfAny();
            return Gradients(module, values);
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Backward_LayerUsedTwice_AddsBothGradients(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = Create(cell, input: 4);
        var input = randn(3, 5, 4).requires_grad_();
        var actual = First();
        module.to(ScalarType.Float64);
        input = input.detach().to(ScalarType.Float64).requires_grad_();

        Assert.All(First().Zip(actual), pair => TensorAssert.Close(pair.First, pair.Second, 1e-5, cell));

        Tensor[] First()
        {
            FusedModules.Run(module, FusedModules.Run(module, input)["output"])["output"].pow(2).sum().backward();
            return Gradients(module, input);
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Backward_FrozenWeights_ComputesTheOthers(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = Create(cell, input: 4);
        var input = randn(3, 5, 4);
        FusedModules.Run(module, input)["output"].sum().backward();
        Assert.Null(input.grad);
        var all = Gradients(module);
        var frozen = module.get_parameter("weight_hh_l0")!;
        frozen.requires_grad = false;

        FusedModules.Run(module, input)["output"].sum().backward();

        Assert.Null(frozen.grad);
        foreach (var (parameter, expected) in module.parameters().Zip(all).Where(pair => pair.First.requires_grad))
            TensorAssert.Close(expected, parameter.grad!, 0, cell);
    }

    [Theory, MemberData(nameof(Cells))]
    public void Call_WithoutGradients_GivesTheSameResults(string cell)
    {
        using var scope = NewDisposeScope();
        using var module = Create(cell, input: 4);
        var input = randn(3, 5, 4);
        var expected = FusedModules.Run(module, input);
        Dictionary<string, Tensor> actual;
        using (no_grad())
            actual = FusedModules.Run(module, input);
        foreach (var parameter in module.parameters())
            parameter.requires_grad = false;
        var frozen = FusedModules.Run(module, input);

        foreach (var (name, value) in expected)
        {
            Assert.True(value.requires_grad);
            Assert.False(actual[name].requires_grad);
            Assert.False(frozen[name].requires_grad);
            TensorAssert.Close(value, actual[name], 0, name);
            TensorAssert.Close(value, frozen[name], 0, name);
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Call_OtherLayouts_GiveTheSame(string name)
    {
        var cell = RecurrentCell.Parse(name);
        for (var seed = 1; seed < 6; seed++)
        {
            using var scope = NewDisposeScope();
            using var sizes = new FusedCase(cell, seed + 300);
            var expected = sizes.Run(sizes.Module);
            foreach (var arrange in new Func<Tensor, Tensor>[]
            {
                input => input.transpose(0, 1).contiguous().transpose(0, 1),
                input => input.transpose(1, 2).contiguous().transpose(1, 2),
                input => cat([input, input], 2).narrow(2, 0, input.size(2)),
                input => cat([input, input], 1).narrow(1, input.size(1), input.size(1)),
            })
            {
                sizes.AssertSame(expected, sizes.Run(sizes.Module, arrange: arrange), 1e-6);
            }
        }
    }

    private static nn.Module Create(string cell, long input) =>
        FusedModules.Create(RecurrentCell.Parse(cell), input, 4, 1, bias: true, batchFirst: true, 0, bidirectional: false);

    // Takes the gradients, so that the next ones are not added to them.
    private static Tensor[] Gradients(nn.Module module, params Tensor[] inputs)
    {
        var tensors = inputs.Concat(module.parameters()).ToList();
        var gradients = tensors.Select(tensor => tensor.grad!.clone()).ToArray();
        foreach (var tensor in tensors)
            tensor.grad = null;
        return gradients;
    }
}
