using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares the passes of the kernels with autograd in double precision.</summary>
public sealed class RecurrentPassTests
{
    public static TheoryData<string, int> Cases =>
        [.. from cell in RecurrentCell.All from seed in Enumerable.Range(1, 12) select (cell.Name, seed)];

    [Theory, MemberData(nameof(Cases))]
    public void Backward_RandomSizes_MatchesAutogradInDouble(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var run = new RecurrentPassRun(RecurrentCell.Parse(cell), new Random(seed));

        var actual = run.Kernel();
        var expected = run.Autograd();

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => TensorAssert.Close(pair.Value, actual[pair.Key], 1e-5, $"{pair.Key} of {run}"));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Backward_Again_GivesTheSame(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var run = new RecurrentPassRun(RecurrentCell.Parse(cell), new Random(seed));

        var first = run.Kernel();
        var second = run.RepeatBackward();

        Assert.All(second, pair => Assert.True(pair.Value.equal(first[pair.Key]).all().item<bool>(), pair.Key));
    }
}
