using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class RowFrameTests
{
    private static readonly DataColumns Long = new() { Targets = ["y"], Series = "shop", Time = "day" };

    public static TheoryData<string, DataColumns, string> WrongRows => new()
    {
        { "y\n", new DataColumns { Targets = ["y"] }, "f.csv has no rows: expected at least one after the header." },
        { "y\n1\nNA\n", new DataColumns { Targets = ["y"] },
            "f.csv, line 3, column 'y': the value is missing: fill it in, remove the row, or carry the previous value forward "
                + "(DataColumns.ForwardFill; on the command line, --missing carry)." },
        { "y\nNA\n1\n", new DataColumns { Targets = ["y"], ForwardFill = true },
            "f.csv, line 2, column 'y': the first value is missing and cannot be carried forward: fill it in, or remove the row." },
        { "shop,day,y\na,2020-01-02,1\nb,2020-01-01,1\na,2020-01-01,1\n", Long,
            "f.csv, line 4, column 'day': the time 2020-01-01 of series 'a' follows 2020-01-02: sort the rows by time, or place them on a grid, "
                + "which takes them in any order (DataColumns.Grid; on the command line, train with --frequency)." },
        { "shop,day,y\na,1,1\na,1,1\n", Long,
            "f.csv, line 3, column 'day': the time 1 of series 'a' is repeated: times must be unique within a series. "
                + "If several rows belong to one time, place them on a grid (DataColumns.Grid; on the command line, train with --frequency)." },
        { "y,s\n1,train\n1,exam\n", new DataColumns { Targets = ["y"], Split = "s" },
            "f.csv, line 3, column 's': expected train, validation or test, got 'exam'." },
        { "y\n1\n", new DataColumns { Targets = ["y"], Label = "y" }, "Column 'y' cannot be both a number and text: assign it one role." },
        { "y\n1\n", new DataColumns { Targets = ["y"], CalendarFields = [CalendarField.Month] },
            "Calendar features (month) require a column of dates: specify the time column." },
        { "y,t\n1,1\n", new DataColumns { Targets = ["y"], Time = "t", CalendarFields = [CalendarField.Month, CalendarField.Hour] },
            "Calendar features (month, hour) require dates: the times of column 't' are numbers." },
    };

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void Read_InvalidRows_StatesThePosition(string text, object columns, string message) =>
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => TestFrames.Read(text, (DataColumns)columns)).Message);

    [Fact]
    public void Read_InterleavedSeries_AreGroupedInOrder()
    {
        var frame = TestFrames.Read("shop,day,y\nb,1,10\na,1,1\nb,2,20\na,2,2\n", Long);

        Assert.Equal([new RowSegment("b", 0, 2), new RowSegment("a", 2, 2)], frame.Segments);
        Assert.Equal([10, 20, 1, 2], frame.Values);
        Assert.Equal([1, 2, 1, 2], frame.Times!);
    }

    [Fact]
    public void Read_ForwardFill_UsesThePreviousValue() =>
        Assert.Equal([3, 3, 3, 5], TestFrames.Read("y\n3\n\nnan\n5\n", new DataColumns { Targets = ["y"], ForwardFill = true }).Values);

    [Fact]
    public void Read_EveryFeature_IsInItsColumn()
    {
        var columns = new DataColumns
        {
            Targets = ["y"],
            Features = ["x"],
            FutureCovariates = ["k"],
            Time = "t",
            CalendarFields = [CalendarField.Month, CalendarField.Hour],
            Lags = [2],
        };

        var frame = TestFrames.Read("t,y,x,k\n2020-01-01,1,5,7\n2020-04-01T06:00,4,6,8\n2020-07-01T12:00,9,7,9\n", columns);

        Assert.Equal(["y", "x"], frame.FeatureNames);
        Assert.Equal([1, 5, 4, 6, 9, 7], frame.Values);
        Assert.Equal(["k", "month sin", "month cos", "hour sin", "hour cos", "y 2 before"], frame.FutureCovariateNames);
        // At a quarter of the year or day, the sine is 1; at half of it, the cosine is -1.
        float[] expected = [7, 0, 1, 0, 1, 1, 8, 1, 0, 1, 0, 1, 9, 0, -1, 0, -1, 1];
        Assert.All(expected.Zip(frame.FutureCovariates), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(2, frame.WarmUpRows);
    }

    [Fact]
    public void Read_RowsOfSteps_BecomeSequences()
    {
        var frame = TestFrames.Read(
            "a,b,c,d,label\n1,2,3,4,p\n5,6,7,8,q\n", new DataColumns { Features = ["a", "b", "c", "d"], Label = "label", StepsPerRow = 2 });

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], frame.Values);
        Assert.Equal((2, 4), (frame.Features, frame.RowCount));
        Assert.Equal([new RowSegment("1", 0, 2), new RowSegment("2", 2, 2)], frame.Segments);
        Assert.Equal([0, 0, 1, 1], frame.RowLabels);
    }

    [Fact]
    public void Read_RowsWithIncompleteStep_Throws() => Assert.Equal(
        "f.csv: the number of features must be a multiple of the 2 time steps, got 3.",
        Assert.Throws<SequenceDataException>(
            () => TestFrames.Read("a,b,c\n1,2,3\n", new DataColumns { Features = ["a", "b", "c"], StepsPerRow = 2 })).Message);

    [Theory]
    [InlineData(CalendarField.Weekday, "2023-01-02", 0.7818315f, 0.6234898f)]
    [InlineData(CalendarField.YearDay, "2023-01-01", 0f, 1f)]
    public void Calendar_Day_IsItsFractionOfThePeriod(CalendarField field, string day, float sine, float cosine)
    {
        var (actualSine, actualCosine) = CalendarFeatures.Compute(field, DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(sine, actualSine, 1e-6f);
        Assert.Equal(cosine, actualCosine, 1e-6f);
    }
}
