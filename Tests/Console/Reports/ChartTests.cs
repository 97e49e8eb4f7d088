using System.Globalization;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class ChartTests
{
    [Theory]
    [InlineData(AxisKind.Linear, "0 1", "0=0 1=100")]
    [InlineData(AxisKind.Linear, "0 1 0.5", "0=0 0.2=20 0.4=40 0.6=60 0.8=80 1.0=100")]
    [InlineData(AxisKind.Linear, "1 2 3", "1=0 2=50 3=100")]
    [InlineData(AxisKind.Linear, "0 60000", "0=0 10k=16.7 20k=33.3 30k=50 40k=66.7 50k=83.3 60k=100")]
    [InlineData(AxisKind.Linear, "-2000000 2000000", "-2M=0 -1M=25 0=50 1M=75 2M=100")]
    [InlineData(AxisKind.Linear, "0.5 0.5", "0.3=10 0.4=30 0.5=50 0.6=70 0.7=90")]
    [InlineData(AxisKind.Linear, "NaN", "0=0 1=100")]
    [InlineData(AxisKind.Logarithmic, "0.001 10", "0.001=0 0.01=25 0.1=50 1=75 10=100")]
    [InlineData(AxisKind.Logarithmic, "0.00001 1", "1e-5=0 0.0001=20 0.001=40 0.01=60 0.1=80 1=100")]
    [InlineData(AxisKind.Logarithmic, "10 100 -1", "10=0 20=30.1 50=69.9 100=100")]
    public void Scale_Values_HasRoundTicks(object kind, string values, string ticks)
    {
        var scale = ChartScale.Create(
            (AxisKind)kind, values.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)), 0, 100, isRounded: false);

        Assert.Equal(
            ticks,
            string.Join(
                ' ', scale.Ticks.Select(tick => string.Create(CultureInfo.InvariantCulture, $"{tick.Text}={scale.GetPosition(tick.Value):0.#}"))));
    }

    [Theory]
    [InlineData("1960-01-01", "1960-12-01", "1960-01 1960-04 1960-07 1960-10")]
    [InlineData("1949-01-01", "1960-12-01", "1950 1952 1954 1956 1958 1960")]
    [InlineData("2000-06-05T22:00:00", "2000-06-06T04:00:00", "06-05 22:00 06-05 23:00 06-06 00:00 06-06 01:00 06-06 02:00 06-06 03:00 06-06 04:00")]
    [InlineData("2000-06-05", "2000-06-10", "2000-06-05 2000-06-06 2000-06-07 2000-06-08 2000-06-09 2000-06-10")]
    public void Scale_Dates_HasRoundTicks(string first, string last, string ticks)
    {
        double Seconds(string date) => DateTime.Parse(date, CultureInfo.InvariantCulture).Ticks / 1e7;

        var scale = ChartScale.Create(AxisKind.Calendar, [Seconds(first), Seconds(last)], 0, 100, isRounded: false);

        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(tick => tick.Text)));
    }

    [Property]
    public bool Scale_AnyRange_HasAFewOrderedTicksInside(NormalFloat a, NormalFloat b)
    {
        var scale = ChartScale.Create(AxisKind.Linear, [a.Get, b.Get], 0, 100, isRounded: true);
        var positions = scale.Ticks.Select(tick => scale.GetPosition(tick.Value)!.Value).ToList();
        return positions.Count is >= 1 and <= 12
            && positions.SequenceEqual(positions.Order())
            && positions.All(position => position is >= -1e-6 and <= 100.000001);
    }

    [Fact]
    public void Line_ValueWithoutPosition_LeavesAGap()
    {
        var (x, y) = (
            ChartScale.Create(AxisKind.Linear, [0, 4], 0, 40, isRounded: false),
            ChartScale.Create(AxisKind.Logarithmic, [1, 100], 20, 0, isRounded: false));

        Assert.Equal("M0 20L10 10M30 0L40 20", ChartPoints.Line([(0, 1), (1, 10), (2, 0), (3, 100), (4, 1)], x, y));
    }

    [Fact]
    public void Create_LongLine_KeepsItsPeaks()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(index => index == 77_777 ? 5.0 : index == 123 ? -5.0 : Math.Sin(index * 0.01))];

        var points = ChartPoints.Create([.. Enumerable.Range(0, values.Length).Select(index => (double)index)], values);

        Assert.InRange(points.Count, 500, 1000);
        Assert.Contains((77_777, 5.0), points);
        Assert.Contains((123, -5.0), points);
        Assert.Equal(points.Select(point => point.X).Order(), points.Select(point => point.X));
    }

    [Fact]
    public void Create_UnequalLists_Throws() =>
        Assert.Equal(
            "A line has 2 x coordinates and 1 y coordinates, expected equally many.",
            Assert.Throws<ArgumentException>(() => ChartPoints.Create([1, 2], [1])).Message);

    [Fact]
    public void Bars_Values_HaveProportionalLengths()
    {
        var picture = new BarChart(
            "b", [new ChartBar("a", 10, IsMarked: true), new ChartBar(new string('n', 60), 5), new ChartBar("none", 0)]).ToHtml();

        var widths = picture.Descendants("rect").Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(widths[0], 2 * widths[1]);
        Assert.Equal(["bar s1", "bar quiet", "bar quiet"], picture.Descendants("rect").Select(bar => bar.Attribute("class")!.Value));
        Assert.Contains(picture.Descendants("text"), text => text.Value == new string('n', 48) + "…");
        Assert.Contains(picture.Descendants("text"), text => text.Value == "10");
    }

    [Fact]
    public void Lines_WithBand_AreNamedAndInsideThePicture()
    {
        var picture = new LineChart
        {
            Title = "t",
            X = new ChartAxis("x"),
            Y = new ChartAxis("y"),
            Series = [new ChartSeries("actual", [1, 2], [3, 4]) { Color = "ink" }, new ChartSeries("forecast", [1, 2], [2, 5]) { IsDashed = true }],
            Band = new ChartBand("interval", [1, 2], [-10, 0], [10, 20]),
        }.ToHtml();

        Assert.Equal(["actual", "forecast", "interval"], picture.Descendants("li").Select(key => key.Value));
        Assert.Equal(["band s1", "curve ink", "curve dashed s1"], picture.Descendants("path").Select(path => path.Attribute("class")!.Value));
        foreach (var circle in picture.Descendants("circle"))
        {
            Assert.InRange(GetAttribute(circle, "cx"), 70, 466);
            Assert.InRange(GetAttribute(circle, "cy"), 12, 252);
        }

        Assert.Equal(4, picture.Descendants("circle").Count());
    }

    private static double GetAttribute(XElement element, string attribute) => double.Parse(
        element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
