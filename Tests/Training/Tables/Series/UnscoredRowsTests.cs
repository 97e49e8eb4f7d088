using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class UnscoredRowsTests
{
    private static readonly string Text =
        "s,l,x\n" + string.Concat(Enumerable.Range(0, 12).Select(row => $"long,c,{row}\n")) + "short,c,1\nshort,c,2\nshort,c,3\nb,c,1\n";

    private static readonly DataColumns Columns = new() { Features = ["x"], Label = "l", Series = "s" };

    [Fact]
    public void Describe_ClassesOfWindows_NamesShortSeriesAndFirstRows() => Assert.Equal(
        [
            "4 rows of 2 series are not scored, too few for a window of 4: 'short' (3 rows), 'b' (1 row).",
            "3 rows are not scored: the first 3 rows of each series only start its first window of 4.",
        ],
        Describe(FrameShape.ToScore(RecurrentTask.Classify, window: 4, horizon: 1)));

    [Fact]
    public void Describe_Tags_EachRowIsScored() => Assert.Empty(Describe(FrameShape.ToScore(RecurrentTask.Tag, window: 4, horizon: 1)));

    [Fact]
    public void Describe_WholeSequences_EachIsScored() =>
        Assert.Empty(Describe(FrameShape.ToScore(RecurrentTask.Classify, window: null, horizon: 1)));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    public void Describe_ForecastsWithAStride_CountsTheRowsBetweenAndAtTheEnd(int stride, int rows)
    {
        var frame = TestFrames.Counting(14);
        Array.Fill(frame.Parts, DataPart.Test, 8, 6);
        var shape = FrameShape.ToScore(RecurrentTask.Forecast, window: 4, horizon: 2, stride);

        Assert.Equal(
            rows == 0 ? [] : [$"{rows} rows are not scored: windows of 4 with a stride of {stride} leave them out."],
            UnscoredRows.Describe(frame, shape, [.. shape.GetSequences(frame, DataPart.Test)], DataPart.Test));
    }

    private static IEnumerable<string> Describe(FrameShape shape)
    {
        var frame = TestFrames.Read(Text, Columns);
        return UnscoredRows.Describe(frame, shape, [.. shape.GetSequences(frame, DataPart.Train)], DataPart.Train);
    }
}
