using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class FutureRowsTests
{
    [Fact]
    public void Append_Months_GoOnByMonthsAndTakeTheirLags()
    {
        var columns = new DataColumns { Targets = ["y"], Time = "t", Calendar = [CalendarField.Month], Lags = [2] };
        var frame = TestFrames.Read("t,y\n2020-09-01,1\n2020-10-01,2\n2020-11-01,3\n", columns);

        var longer = FutureRows.Append(frame, 2);

        Assert.Equal(["2020-12-01", "2021-01-01"], longer.Times![3..].Select(time => TimeColumn.Text(time, isCalendar: true)));
        Assert.Equal([1, 2, 3, float.NaN, float.NaN], longer.Values);
        // sin and cos of the month, and the value two rows before.
        Assert.Equal([2f, 3f], new[] { longer.Known[11], longer.Known[14] });
        Assert.Equal(1f, longer.Known[13], 1e-6f);
        Assert.Equal(frame.Known, longer.Known[..9]);
    }

    [Fact]
    public void Append_SeveralSeries_EachGoesOnByItsOwnStep()
    {
        var frame = TestFrames.Read("s,t,y\na,1,1\na,2,2\nb,10,3\nb,20,4\n", new DataColumns { Targets = ["y"], Series = "s", Time = "t", Lags = [1] });

        var longer = FutureRows.Append(frame, 1);

        Assert.Equal([new RowSegment("a", 0, 3), new RowSegment("b", 3, 3)], longer.Segments);
        Assert.Equal([1, 2, 3, 10, 20, 30], longer.Times!);
        Assert.Equal((2f, 4f), (longer.Known[2], longer.Known[5]));
    }

    [Fact]
    public void Append_AColumnKnownAhead_SaysWhatToDo() => Assert.Equal(
        "f.csv has no rows behind the last one, where column 'k' would be known ahead: forecast with --rolling inside the file instead.",
        Assert.Throws<SequenceDataException>(() => FutureRows.Append(TestFrames.Read("y,k\n1,2\n2,3\n", new DataColumns { Targets = ["y"], Known = ["k"] }), 1)).Message);
}
