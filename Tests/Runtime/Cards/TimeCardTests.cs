using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>What cards say about times: grids, holidays and seasons.</summary>
public sealed class TimeCardTests
{
    private static readonly DataColumns Columns = new()
    {
        Targets = ["y"],
        Grid = new TimeGrid { Frequency = "15min", Aggregate = GridAggregate.Sum, Fill = GridFill.Zero, TimeZone = "Europe/Berlin" },
        Holidays = new HolidayCalendar
        {
            Country = "DE",
            Dates = [new DateOnly(2024, 12, 25), new DateOnly(2024, 12, 26), new DateOnly(2025, 1, 1)],
            First = new DateOnly(2020, 1, 1),
            Last = new DateOnly(2054, 12, 31),
        },
        Seasons = new FourierTerms { Periods = [24, 168.5], Pairs = 2, Step = "1h" },
    };

    [Fact]
    public void ToJson_EveryKind_HasTheseKeys() => Assert.Contains(
        "\"grid\":{\"frequency\":\"15min\",\"aggregate\":\"Sum\",\"fill\":\"Zero\",\"timeZone\":\"Europe/Berlin\"},"
            + "\"holidays\":{\"country\":\"DE\",\"first\":\"2020-01-01\",\"last\":\"2054-12-31\","
            + "\"days\":{\"2024\":\"1225 1226\",\"2025\":\"0101\"}},"
            + "\"seasons\":{\"periods\":[24,168.5],\"pairs\":2,\"step\":\"1h\"}",
        Create(Columns).ToJson(),
        StringComparison.Ordinal);

    [Fact]
    public void ToJson_WithoutTimes_HasNoneOfTheKeys()
    {
        var json = Create(new DataColumns { Targets = ["y"] }).ToJson();

        Assert.All(["\"grid\"", "\"holidays\"", "\"seasons\""], key => Assert.DoesNotContain(key, json, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"15min\"", "\"15x\"", "The model card has a grid of '15x', Sum, Zero, which is invalid.")]
    [InlineData("\"Zero\"", "9", "The model card has a grid of '15min', Sum, 9, which is invalid.")]
    [InlineData("168.5", "1", "The model card has seasons of 24, 1 rows with 2 pairs and steps of '1h', which is invalid.")]
    [InlineData("\"pairs\":2", "\"pairs\":0", "The model card has seasons of 24, 168.5 rows with 0 pairs and steps of '1h', which is invalid.")]
    [InlineData("\"1h\"", "\"h\"", "The model card has seasons of 24, 168.5 rows with 2 pairs and steps of 'h', which is invalid.")]
    [InlineData("0101", "0230", "The model card cannot be read: The holidays contain '20250230', expected a year and days such as 0101.")]
    public void FromJson_InvalidTimes_IsRefused(string valid, string invalid, string message) => Assert.Equal(
        message,
        Assert.Throws<RecurrentModelException>(
            () => ModelCard.FromJson(Create(Columns).ToJson().Replace(valid, invalid, StringComparison.Ordinal))).Message);

    [Theory]
    [InlineData("15min", "15min", true)]
    [InlineData(" 1 H ", "1h", true)]
    [InlineData("2w", "2w", true)]
    [InlineData("0.25", "0.25", false)]
    public void TryParse_Frequency_IsRead(string text, string expected, bool isCalendar)
    {
        Assert.True(TimeFrequency.TryParse(text, out var frequency));
        Assert.Equal((expected, isCalendar), (frequency.Text, frequency.IsCalendar));
    }

    [Fact]
    public void GetStart_EveryUnit_IsTheStartOfItsIndex()
    {
        var random = new Random(1);
        string[] texts = ["1ms", "15min", "7h", "1d", "5d", "1b", "3b", "1w", "2w", "1mo", "5mo", "1q", "1y"];
        foreach (var frequency in texts.Select(TimeFrequency.Parse))
        {
            for (var count = 0; count < 200; count++)
            {
                var time = random.NextInt64(1, 9990L * 365 * 24 * 3600);
                var index = frequency.GetIndex(time);
                var (start, next) = (frequency.GetStart(index), frequency.GetStart(index + 1));
                Assert.True(start <= time && time < next, $"{frequency.Text}: {start} {time} {next}");
                Assert.Equal((index, index + 1), (frequency.GetIndex(start), frequency.GetIndex(next)));
            }
        }
    }

    [Fact]
    public void GetStart_AfterTheLastDate_IsNoTime() =>
        Assert.All(["1d", "1b", "1mo", "1h"], text => Assert.Equal(double.NaN, TimeFrequency.Parse(text).GetStart(long.MaxValue / 100_000_000_000)));

    private static ModelCard Create(DataColumns columns) => new()
    {
        Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 2),
        Columns = columns,
    };
}
