using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class FusedThreadsTests : IDisposable
{
    private readonly int? _count = FusedThreads.Count;

    public void Dispose() => FusedThreads.Count = _count;

    [Fact]
    public void Count_Default_IsThatOfLibTorch() => Assert.Null(FusedThreads.Count);

    [Theory, InlineData(0), InlineData(-1), InlineData(int.MaxValue)]
    public void Count_OutOfRange_IsRefused(int count)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FusedThreads.Count = count);
        Assert.Equal(_count, FusedThreads.Count);
    }

    [Fact]
    public void Call_AnyCount_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        using var gru = new FusedGru(3, 40, batchFirst: true);
        var input = randn(100, 9, 3);

        var results = new int?[] { 1, 2, 5, null }.Select(count =>
        {
            FusedThreads.Count = count;
            gru.zero_grad();
            gru.FinalState(input).sum().backward();
            return cat([.. gru.parameters().Select(parameter => parameter.grad!.flatten())]);
        }).ToList();

        Assert.All(results, result => Assert.True(result.equal(results[0]).all().item<bool>()));
    }

    [Fact]
    public void Fit_WithThreadsOfItsOwn_UsesThemAndLeavesTheCount()
    {
        FusedThreads.Count = 3;

        using (FitThreads.SetTemporarily(2))
        {
            Assert.Null(FusedThreads.Count);
            Assert.Equal(2, get_num_threads());
        }

        Assert.Equal(3, FusedThreads.Count);
    }
}
