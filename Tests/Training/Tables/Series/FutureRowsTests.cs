using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class FutureRowsTests
{
    [Fact]
    public void Append_Months_ContinuesByMonthsWithTheirLags()
    {
        var columns = new DataColumns { Targets = ["y"], Time = "t", CalendarFields = [CalendarField.Month], Lags = [2] };
        var frame = TestFrames.Read("t,y\n2020-09-01,1\n2020-10-01,2\n2020-11-01,3\n", columns);

        var longer = FutureRows.Append(frame, 2);

        Assert.Equal(["2020-12-01", "2021-01-01"], longer.Times![3..].Select(time => TimeColumn.Format(time, isCalendar: true)));
        Assert.Equal([1, 2, 3, float.NaN, float.NaN], longer.Values);
        // sin and cos of the month, and the value two rows before.
        Assert.Equal([2f, 3f], new[] { longer.FutureCovariates[11], longer.FutureCovariates[14] });
        Assert.Equal(1f, longer.FutureCovariates[13], 1e-6f);
        Assert.Equal(frame.FutureCovariates, longer.FutureCovariates[..9]);
    }

    [Fact]
    public void Append_SeveralSeries_ContinuesEachByItsOwnTimeStep()
    {
        var frame = TestFrames.Read(
            "s,t,y\na,1,1\na,2,2\nb,10,3\nb,20,4\n", new DataColumns { Targets = ["y"], Series = "s", Time = "t", Lags = [1] });

        var longer = FutureRows.Append(frame, 1);

        Assert.Equal([new RowSegment("a", 0, 3), new RowSegment("b", 3, 3)], longer.Segments);
        Assert.Equal([1, 2, 3, 10, 20, 30], longer.Times!);
        Assert.Equal((2f, 4f), (longer.FutureCovariates[2], longer.FutureCovariates[5]));
    }

    [Fact]
    public void Append_FutureCovariatesWithoutFutureRows_StatesTheRemedy() => Assert.Equal(
        "f.csv: the series has 0 rows after its last target, expected at least 1 with the future covariates 'k': add rows without targets, or use "
            + "rolling forecasts, which stay within the table.",
        Assert.Throws<SequenceDataException>(
            () => FutureRows.Append(TestFrames.Read("y,k\n1,2\n2,3\n", new DataColumns { Targets = ["y"], FutureCovariates = ["k"] }), 1)).Message);

    [Fact]
    public void Append_RowsWithoutTargets_AreForecast()
    {
        var columns = new DataColumns { Targets = ["y"], Features = ["x"], FutureCovariates = ["k"], Lags = [2] };
        var table = TableSource.FromText("f.csv", () => new StringReader("y,x,k\n1,7,10\n2,8,20\n3,9,30\n,,40\n,5,50\n,,60\n"))
            .Read(RowFrameReader.GetColumnKinds(columns));

        var longer = FutureRows.Append(RowFrameReader.Read(table, columns, withFuture: true), 2);

        Assert.Equal([new RowSegment(null, 0, 5)], longer.Segments);
        Assert.Equal([1, 7, 2, 8, 3, 9, float.NaN, float.NaN, float.NaN, float.NaN], longer.Values[..10]);
        // The future covariate, and the target two rows before.
        Assert.Equal([40, 2, 50, 3], longer.FutureCovariates[6..10]);
    }

    [Fact]
    public void Read_TargetMissingBeforeTheEnd_Throws()
    {
        var columns = new DataColumns { Targets = ["y"], FutureCovariates = ["k"] };
        var table = TableSource.FromText("f.csv", () => new StringReader("y,k\n1,10\n,20\n3,30\n,40\n")).Read(RowFrameReader.GetColumnKinds(columns));

        Assert.Equal(
            "f.csv, line 3, column 'y': the value is missing: fill it in, remove the row, or carry the previous value forward "
                + "(DataColumns.ForwardFill; on the command line, --missing carry).",
            Assert.Throws<SequenceDataException>(() => RowFrameReader.Read(table, columns, withFuture: true)).Message);
    }
}
