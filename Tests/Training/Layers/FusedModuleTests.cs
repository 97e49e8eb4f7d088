using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares fused modules with TorchSharp's, results and gradients.</summary>
public sealed class FusedModuleTests
{
    public static TheoryData<string, int> TorchCases =>
    [
        .. from cell in RecurrentCell.All where cell != RecurrentCell.GruResetBefore from seed in Enumerable.Range(1, 15) select (cell.Name, seed),
    ];

    public static TheoryData<string, int> AllCases => [.. from cell in RecurrentCell.All from seed in Enumerable.Range(1, 8) select (cell.Name, seed)];

    [Theory, MemberData(nameof(TorchCases))]
    public void Call_RandomSizes_MatchesTorch(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed);

        var actual = sizes.Run(sizes.Module);

        sizes.AssertSame(sizes.Run(sizes.Torch!), actual, 2e-4);
    }
}
