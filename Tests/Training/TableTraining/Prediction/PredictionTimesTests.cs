using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class PredictionTimesTests
{
    private static readonly DataColumns Columns = new() { Targets = ["y"], Series = "s", Time = "t" };

    [Theory]
    // Each series by its own step; one row alone by the step of another series.
    [InlineData("a,2020-01-01 a,2020-01-02 b,2020-03-01 b,2020-04-01 c,2021-01-01", "2020-01-03 2020-05-01 2021-01-02")]
    // One format for the whole column.
    [InlineData("a,2020-01-01 a,2020-01-02 b,2020-03-01T12:00 b,2020-03-01T18:00", "2020-01-03T00:00:00 2020-03-02T00:00:00")]
    [InlineData("a,2020-01-01T23:59:59.5 a,2020-01-02", "2020-01-02T00:00:00.500")]
    [InlineData("a,1 a,3 b,5 b,5.5", "5 6")]
    // Unknown times.
    [InlineData("a,2020-01-01 b,2020-02-01", " ")]
    [InlineData("a,9999-11-01 a,9999-12-01", "")]
    public void GetCell_RowAfterTheLastOne_ContinuesItsSeries(string rows, string expected)
    {
        var frame = TestFrames.Read("s,t,y\n" + rows.Replace(" ", ",1\n", StringComparison.Ordinal) + ",1\n", Columns);
        var times = new PredictionTimes(frame);

        var cells = frame.Segments.Select(segment => times.GetCell(segment, segment.End)).ToList();

        Assert.Equal(expected.Split(' '), cells);
        Assert.Equal(cells.Count(cell => cell.Length == 0), times.UnknownCount);
    }

    [Fact]
    public void GetCell_NoTimeColumn_NumbersTheRowsOfEachSeries()
    {
        var frame = TestFrames.Read("s,y\na,1\nb,1\na,1\n", Columns with { Time = null });
        var times = new PredictionTimes(frame);

        Assert.Equal(new PredictionColumn("row", Kind: PredictionKind.Integer), times.Column);
        Assert.Equal(["3", "2"], frame.Segments.Select(segment => times.GetCell(segment, segment.End)));
    }
}
