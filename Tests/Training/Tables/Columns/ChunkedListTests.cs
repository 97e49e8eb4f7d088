using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A list that grows in pieces.</summary>
public sealed class ChunkedListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(ChunkedList<int>.ChunkSize)]
    [InlineData((3 * ChunkedList<int>.ChunkSize) + 1)]
    public void Items_AnyCount_AreThoseAdded(int count)
    {
        var list = new ChunkedList<int>();
        for (var index = 0; index < count; index++)
            list.Add(index);
        for (var index = 0; index < count; index += 7)
            list[index] = -index;

        Assert.Equal(count, list.Count);
        Assert.Equal(Enumerable.Range(0, count).Select(index => index % 7 == 0 ? -index : index), list);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1] = 0);
    }
}
