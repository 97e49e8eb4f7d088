using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TagWindowsTests
{
    [Property(MaxTest = 500)]
    public Property Cover_AnySeriesAndPart_TagsEachRowOnceWithTheBestContext() => Prop.ForAll(
        Arb.From(from rows in Gen.Choose(1, 40)
                 from before in Gen.Choose(0, 20)
                 from first in Gen.Choose(0, rows - 1)
                 from end in Gen.Choose(first + 1, rows)
                 from window in Gen.Choose(1, 15)
                 from stride in Gen.Choose(1, window)
                 from both in Gen.Elements(true, false)
                 select (rows, before, first, end, window, stride, both)),
        sizes =>
        {
            var (rows, before, first, end, window, stride, both) = sizes;
            var frame = TestFrames.Counting(before + rows);
            var segment = new RowSegment("s", before, rows);
            Array.Fill(frame.Parts, DataPart.Test, before + first, end - first);

            var windows = new TagWindows(window, stride, both).Cover(frame, segment, DataPart.Test).ToList();

            // Each row of the part once, in order.
            Assert.Equal(Enumerable.Range(before + first, end - first), windows.SelectMany(sequence => sequence.TaggedRows));
            Assert.All(windows, sequence =>
            {
                // Complete windows, unless the rows up to the end of the part are fewer; no row of another series or after the part.
                Assert.Equal(Math.Min(window, end), sequence.Length);
                Assert.InRange(sequence.Start, before, before + end - sequence.Length);
                Assert.All(sequence.TaggedRows, row => Assert.Equal(
                    windows.Where(other => other.Start <= row && row < other.End).Max(other => Context(other, row, both)),
                    Context(sequence, row, both)));
                // With the default stride, every row has half a window of context before it, if the series has so many.
                if (stride <= window / 2 && !both)
                {
                    Assert.All(sequence.TaggedRows, row =>
                        Assert.InRange(row - sequence.Start, Math.Min(row - before, (window / 2) - 1), window));
                }
            });
        });

    [Theory]
    [InlineData(false, "0:0-9 3:10-12 8:13-17")]
    [InlineData(true, "0:0-6 3:7-10 8:11-17")]
    public void Cover_WindowsThatDoNotDivideTheSeries_ShiftTheFirstWindow(bool isBidirectional, string expected)
    {
        var windows = new TagWindows(10, 5, isBidirectional).Cover(TestFrames.Counting(18), new RowSegment(null, 0, 18), DataPart.Train);

        // Two windows end at rows 17 and 12; the first one would start before the series.
        Assert.Equal(
            expected,
            string.Join(' ', windows.Select(sequence => $"{sequence.Start}:{sequence.TaggedRows.First()}-{sequence.TaggedRows.Last()}")));
    }

    [Fact]
    public void Cover_PartInPieces_CoversEachPiece()
    {
        var frame = TestFrames.Counting(30);
        foreach (var row in (int[])[0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 29])
            frame.Parts[row] = DataPart.Test;

        var windows = new TagWindows(5, 2, isBidirectional: true).Cover(frame, frame.Segments[0], DataPart.Test).ToList();

        Assert.Equal(Enumerable.Range(0, 30).Where(row => frame.Parts[row] == DataPart.Test), windows.SelectMany(sequence => sequence.TaggedRows));
        Assert.Equal([3, 5], windows.Select(sequence => sequence.Length).Distinct().Order());
    }

    [Fact]
    public void Cover_StrideLongerThanTheWindow_LeavesRowsOut()
    {
        var frame = TestFrames.Counting(20);
        var shape = FrameShape.ToScore(RecurrentTask.Tag, window: 4, horizon: 1, stride: 7);
        var sequences = shape.GetSequences(frame, DataPart.Train).ToList();

        Assert.Equal([2, 9, 16], sequences.Select(sequence => sequence.Start));
        Assert.Equal(
            ["8 rows are not scored: windows of 4 with a stride of 7 leave them out."],
            UnscoredRows.Describe(frame, shape, sequences, DataPart.Train));
    }

    private static int Context(RowSequence window, int row, bool isBidirectional) =>
        isBidirectional ? Math.Min(row - window.Start, window.End - 1 - row) : row - window.Start;
}
