using System.Globalization;
using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Gradients with the instruction sets of this process. <see cref="KernelInstructionSetTests"/> runs these tests again in processes with fewer of
/// them.
/// </summary>
public sealed class KernelInstructionSetProbeTests
{
    /// <summary>The environment variable for the expected number of floats in a vector; set by <see cref="KernelInstructionSetTests"/>.</summary>
    public const string ExpectedFloats = "MLNETRECURRENT_EXPECTED_FLOATS";

    /// <summary>The environment variable for the number of random networks of each kind, to run more than usual.</summary>
    public const string RandomCases = "MLNETRECURRENT_RANDOM_CASES";

    public static TheoryData<string, int> Cases =>
    [
        .. from cell in RecurrentCell.All
           from seed in Enumerable.Range(5000, int.Parse(Environment.GetEnvironmentVariable(RandomCases) ?? "2", CultureInfo.InvariantCulture))
           select (cell.Name, seed),
    ];

    [Fact]
    public void Widest_ThisProcess_IsWhatTheProcessorAccelerates()
    {
        var floats = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
        Assert.Equal(floats, VectorWidth.Widest.Floats);
        if (Environment.GetEnvironmentVariable(ExpectedFloats) is { } expected)
            Assert.Equal(int.Parse(expected, CultureInfo.InvariantCulture), floats);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Backward_RandomModules_MatchTorch(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var sizes = new FusedCase(RecurrentCell.Parse(cell), seed);
        if (sizes.Torch is null)
            return;

        var actual = sizes.Run(sizes.Module);

        sizes.AssertSame(sizes.Run(sizes.Torch), actual, 2e-4);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Backward_RandomRecurrences_MatchAutogradInDouble(string cell, int seed)
    {
        using var scope = NewDisposeScope();
        using var run = new RecurrentPassRun(RecurrentCell.Parse(cell), new Random(seed));

        var actual = run.Kernel();

        Assert.All(run.Autograd(), pair => TensorAssert.Close(pair.Value, actual[pair.Key], 1e-5, $"{pair.Key} of {run}"));
    }

    [Theory, MemberData(nameof(FusedTrainingProgram.Cells), MemberType = typeof(FusedTrainingProgram))]
    public void Step_Program_TrainsAsTorchDoes(string cell)
    {
        using var fused = FusedTrainingProgram.Create(RecurrentCell.Parse(cell), batch: 37, time: 12, features: 3, hidden: 29);
        using var torch = fused.CreateTorch();

        for (var step = 0; step < 20; step++)
            Assert.Equal(torch.Run(), fused.Run(), 1e-4f);
    }
}
