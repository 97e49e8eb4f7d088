using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A list of sequences that stores runs of them.</summary>
public sealed class RowSequencesTests
{
    private static readonly RowSegment[] Segments = [new("a", 0, 100), new("b", 100, 100)];

    [Property]
    public bool Items_AnySequences_AreThoseOfAList(byte[] choices)
    {
        List<RowSequence> expected = [];
        foreach (var choice in choices)
        {
            // Mostly a step of 1 or 2 from the previous sequence, so that there are runs.
            var start = expected.Count == 0 ? 0 : expected[^1].Start + (choice % 3) - ((choice & 0x80) >> 7);
            var segment = Segments[(choice & 0x40) >> 6];
            expected.Add(new RowSequence(start, 1 + ((choice & 0x20) >> 5), segment) { ContextBefore = (choice & 0x1F) == 0x1F ? 1 : 0 });
        }

        var actual = new RowSequences(expected);

        return actual.Count == expected.Count
            && actual.SequenceEqual(expected)
            && Enumerable.Range(0, expected.Count).All(index => actual[index] == expected[index])
            && actual.CommonLength == (expected.Select(sequence => sequence.Length).Distinct().ToList() is [var one] ? one : null);
    }

    [Fact]
    public void Create_MillionsOfWindows_AllocatesNothingPerWindow()
    {
        const int Count = 1_000_000;
        var segment = new RowSegment(null, 0, Count + 20);
        var windows = Enumerable.Range(0, Count).Select(start => new RowSequence(start, 20, segment));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sequences = new RowSequences(windows);

        Assert.Equal((Count, 20), (sequences.Count, sequences.CommonLength));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Item_OutOfRange_Throws(int index)
    {
        var sequences = new RowSequences([new(0, 2, Segments[0]), new(1, 2, Segments[0]), new(5, 2, Segments[0])]);

        Assert.Throws<ArgumentOutOfRangeException>(() => sequences[index]);
    }
}
