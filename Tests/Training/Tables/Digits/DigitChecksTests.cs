using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class DigitChecksTests
{
    private static readonly DataColumns Target = new() { Targets = ["y"] };

    /// <summary>The offset, the deviation around it, and what the message advises.</summary>
    public static TheoryData<double, double, string> Refused => new()
    {
        { 1e9, 30, "subtract 1e9 (1000000000) from it first" },
        { -1e9, 30, "add 1e9 (1000000000) to it first" },
        { 1.7e9, 1000, "subtract 1.7e9 (1700000000) from it first" },
        { 1.7e12, 50_000, "subtract 1.7e12 (1700000000000) from it first" },
        { 101_325, 0.1, "subtract 1.013e5 (101300) from it first" },
        { 52.5, 1e-5, "from it first" },
        { 0, 1e-35, "multiply it by 1e36 first" },
        { 0, 1e-60, "multiply it by 1e61 first" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Read_DigitsThatFloat32CannotHold_AreRejected(double offset, double deviation, string advice)
    {
        var message = Assert.Throws<SequenceDataException>(() => TestFrames.Read(Text(offset, deviation), Target)).Message;

        Assert.StartsWith("f.csv, column 'y': float32 cannot hold these digits: the values around ", message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e9, 30)]
    [InlineData(-1.7e12, 50_000)]
    [InlineData(52.5, 1e-5)]
    public void Read_AfterFollowingTheAdvice_HasNoWarning(double offset, double deviation)
    {
        var message = Assert.Throws<SequenceDataException>(() => TestFrames.Read(Text(offset, deviation), Target)).Message;
        var words = message[(message.IndexOf("unit: ", StringComparison.Ordinal) + 6)..].Split(' ');
        var constant = decimal.Parse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture) * (words[0] == "add" ? -1 : 1);
        var shifted = Values(offset, deviation).Select(value => (decimal)value - constant);

        var frame = TestFrames.Read("y\n" + string.Join('\n', shifted.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "\n", Target);

        Assert.Empty(frame.Warnings);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1000, 30)]
    [InlineData(1e9, 1e8)]
    [InlineData(0, 1e30)]
    [InlineData(0, 1e-25)]
    [InlineData(293.15, 0.5)]
    public void Read_DigitsThatFloat32Holds_HaveNoWarning(double offset, double deviation) =>
        Assert.Empty(TestFrames.Read(Text(offset, deviation, "g6"), Target).Warnings);

    [Theory]
    [InlineData("7\n7\n7\n")]
    [InlineData("1e9\n1e9\n1e9\n")]
    [InlineData("0.3\n0.30000000000000004\n0.3\n")]
    [InlineData("16777217\n16777217\n16777217\n")]
    public void Read_ConstantColumn_HasNoWarning(string cells) => Assert.Empty(TestFrames.Read("y\n" + cells, Target).Warnings);

    /// <summary>Whole numbers in a row of equal steps, in which float32 is exact to 2 or 64.</summary>
    [Theory]
    [InlineData(20000001, 2, true)]
    [InlineData(20000001, 3, true)]
    [InlineData(20000001, 4, false)]
    [InlineData(-20000001, -4, false)]
    [InlineData(1000000001, 110, true)]
    [InlineData(1000000001, 112, false)]
    public void Read_SpacingOfFloat32_IsRefusedAboveOnePercentOfTheDeviation(int first, int step, bool isRefused)
    {
        var rows = "y\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"{first + (step * row)}\n"));

        var text = isRefused
            ? Assert.Throws<SequenceDataException>(() => TestFrames.Read(rows, Target)).Message
            : Assert.Single(TestFrames.Read(rows, Target).Warnings);

        Assert.Contains(isRefused ? "float32 cannot hold these digits" : "digits are lost in float32", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OddNumbersAbove2To24_Warn()
    {
        var rows = string.Concat(Enumerable.Range(0, 200).Select(row => $"{20000001 + (20 * row)}\n"));

        Assert.Equal(
            "f.csv, column 'y': digits are lost in float32, which holds about 7: 200 of 200 values, such as line 2, where 20000001 becomes 20000000: "
                + "to keep them, subtract 2e7 (20000000) from it first, in the data and in the application.",
            Assert.Single(TestFrames.Read("y\n" + rows, Target).Warnings));
    }

    [Theory]
    [InlineData("12345678901\n98765432109\n55555555555\n", "where 12345678901 becomes 12345679000", "if it is an identifier, leave the column out")]
    [InlineData("1234567.8\n1234570.3\n1234990.1\n", "where 1234570.3 becomes 1234570.25", "from it first")]
    public void Read_DigitsThatAreLost_Warn(string cells, string changed, string advice)
    {
        var warning = Assert.Single(TestFrames.Read("y\n" + cells, Target).Warnings);

        Assert.Contains(changed.Replace("12345679000", "12345678848", StringComparison.Ordinal), warning, StringComparison.Ordinal);
        Assert.Contains(advice, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OutlierThatHidesTheLoss_Warns()
    {
        var warning = Assert.Single(TestFrames.Read(Text(1e9, 30) + "0\n", Target).Warnings);

        Assert.Contains("digits are lost in float32", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Targets")]
    [InlineData("Features")]
    [InlineData("FutureCovariates")]
    public void Read_EveryRole_IsChecked(string role)
    {
        var columns = role switch
        {
            "Targets" => new DataColumns { Targets = ["y"] },
            "Features" => new DataColumns { Targets = ["z"], Features = ["y"] },
            _ => new DataColumns { Targets = ["z"], FutureCovariates = ["y"] },
        };
        var rows = string.Concat(Values(1e9, 30).Select((value, row) => string.Create(CultureInfo.InvariantCulture, $"{value:R},{row}\n")));

        Assert.Contains(
            "f.csv, column 'y': float32 cannot hold these digits",
            Assert.Throws<SequenceDataException>(() => TestFrames.Read("y,z\n" + rows, columns)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Window", true)]
    [InlineData("Standard", false)]
    public void Read_OneSeriesThatLosesItsDigits_IsRejectedIfWindowsAreScaledAlone(string normalization, bool isRefused)
    {
        var columns = new DataColumns { Targets = ["y"], Series = "s" };
        var rows = string.Concat(Values(1e9, 30).Select(value => string.Create(CultureInfo.InvariantCulture, $"far,{value:R}\n"))
            .Concat(Values(0, 1).Select(value => string.Create(CultureInfo.InvariantCulture, $"near,{value:g4}\n"))));
        var table = TableSource.FromText("f.csv", () => new StringReader("s,y\n" + rows)).Read(RowFrameReader.GetColumnKinds(columns));
        var digits = DigitRules.Create(Enum.Parse<InputNormalization>(normalization), columns);
        var text = isRefused
            ? Assert.Throws<SequenceDataException>(() => RowFrameReader.Read(table, columns, digits: digits)).Message
            : Assert.Single(RowFrameReader.Read(table, columns, digits: digits).Warnings);

        Assert.Contains("the values of series 'far' around 1e9 (1000000000) are rounded to multiples of 64", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ShortTableOfAWidelyTrainedModel_IsNotRejected()
    {
        var table = TableSource.FromText("f.csv", () => new StringReader(Text(20_000, 0.05))).Read(RowFrameReader.GetColumnKinds(Target));
        var rules = DigitRules.Create(InputNormalization.Standard, Target);

        Assert.Throws<SequenceDataException>(() => RowFrameReader.Read(table, Target, digits: rules));
        RowFrameReader.Read(table, Target, digits: rules with { TrainedDeviations = () => new Dictionary<string, double> { ["y"] = 5000 } });
    }

    [Theory]
    [InlineData("1e39")]
    [InlineData("-1e39")]
    [InlineData("1e400")]
    [InlineData("3.5e38")]
    public void Read_BeyondTheRangeOfFloat32_IsRejected(string cell) => Assert.Equal(
        $"f.csv, line 3, column 'y': expected a number that fits into float32, from -3.4e38 to 3.4e38, got '{cell}'.",
        Assert.Throws<SequenceDataException>(() => TestFrames.Read($"y\n1\n{cell}\n", Target)).Message);

    [Theory]
    [InlineData("16777217")]
    [InlineData("16777217.000000001")]
    [InlineData("16777216.999999999")]
    [InlineData("1.00000005960464477539062500001")]
    [InlineData("1.00000005960464477539062499999")]
    [InlineData("7.006492321624085e-46")]
    [InlineData("7.006492321624086e-46")]
    [InlineData("1e-40")]
    [InlineData("0.1")]
    public void Read_Number_IsTheFloatNearestToItsText(string cell) =>
        Assert.Equal(float.Parse(cell, CultureInfo.InvariantCulture), TestFrames.Read($"y\n{cell}\n", Target).Values[0]);

    private static string Text(double offset, double deviation, string format = "R") =>
        "y\n" + string.Concat(Values(offset, deviation).Select(value => value.ToString(format, CultureInfo.InvariantCulture) + "\n"));

    private static List<double> Values(double offset, double deviation)
    {
        var random = new Random(1);
        return Enumerable.Range(0, 60).Select(_ => offset + (deviation * ((2 * random.NextDouble()) - 1))).ToList();
    }
}
