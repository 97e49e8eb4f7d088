using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>The <c>profile</c> command, the head of <c>train</c>, and the first section of reports.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task Profile_Airline_IsOneScreen()
    {
        var exit = await _call.RunAsync("profile", "--sample", "airline");

        Assert.Equal("", _call.Errors);
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(
            """
            airline:
            rows    144 rows, 2 columns
            times   1949-01-01 to 1960-12-01, step 1 month
            missing none
            ─────────────────────────────────────────────────────────────────────────────
             column                min   mean  max  seasons  trend   zeros    MAE   MASE
            ─────────────────────────────────────────────────────────────────────────────
             passengers_thousands  104  280.3  622  12       rising      -  41.31  1.404
            ─────────────────────────────────────────────────────────────────────────────
            MAE, MASE: of the best naive forecast of the next row, on the last fifth.
            """,
            GetScreen());
    }

    [Fact]
    public async Task Profile_TableThatCannotBeTrainedOn_SaysWhy()
    {
        // Shop a from day 0 to 59, then shop b: day 20 comes twice in each, day 30 is missing, and some sales are.
        var rows = new[] { "a", "b" }.SelectMany(shop => Enumerable.Range(0, 60).Select(day =>
            $"{Day(day == 30 ? 20 : day)},{shop},{(day % 9 == 0 ? "NA" : (day % 7).ToString(CultureInfo.InvariantCulture))}"));
        var file = _call.Write("shops.csv", $"date,shop,sales\n{string.Join('\n', rows)}\n");

        Assert.Equal(ExitCode.Success, await _call.RunAsync("profile", file));
        Assert.Equal(
            $"""
            {file}:
            rows     120 rows, 3 columns
            guessed  the time is in column 'date'; column 'shop' tells the series apart. Other roles: --time, --series.
            series   2 series of 60 rows each
            times    2024-01-01 to 2024-02-29, step 1 day
            holes    2 holes with 2 missing rows, the longest: 2024-01-30 to 2024-02-01, line 33
            repeated 2 rows with the time of the row before, the first: 2024-01-21, line 32
            unsorted 2 rows before the previous row in time, the first: 2024-01-21, line 32
            missing  14 values in 'sales', the first in line 2
            """,
            GetScreen().Split("\n───", 2)[0]);
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("train", "--data", file, "--target", "sales", "--time", "date", "--series", "shop"));
    }

    [Fact]
    public async Task Profile_Leak_IsAWarning()
    {
        var random = new Random(1);
        double[] y = [.. Enumerable.Range(0, 101).Select(_ => random.NextDouble())];
        var rows = Enumerable.Range(0, 100).Select(row => FormattableString.Invariant($"{y[row]},{y[row + 1]}"));
        var file = _call.Write("leak.csv", $"y,x\n{string.Join('\n', rows)}\n");
        var expected = "warning: column 'x' changes as 'y' does 1 row later (correlation 1.000): it may give the target away; "
            + "leave it out if it is not known when a forecast is made.";

        await _call.RunAsync("profile", file, "--target", "y");
        Assert.EndsWith(expected, GetScreen(), StringComparison.Ordinal);

        await _call.RunAsync("train", "--data", file, "--target", "y", "--features", "x", "--epochs", "1", "--hidden", "2", "--out", _call["l.onnx"]);
        Assert.Contains(expected, GetScreen(), StringComparison.Ordinal);
        await _call.RunAsync("train", "--data", file, "--target", "y", "--epochs", "1", "--hidden", "2", "--out", _call["l.onnx"]);
        Assert.DoesNotContain("warning", GetScreen(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_Label_ShowsTheClasses()
    {
        await _call.RunAsync("profile", "--sample", "weather", "--json");

        Assert.Contains(
            "\nclasses  rain 641 (43.9 %), sun 640 (43.8 %), fog 101 (6.9 %), drizzle 53 (3.6 %), snow 26 (1.8 %)",
            GetScreen(),
            StringComparison.Ordinal);
        Assert.Equal(
            [("rain", 641), ("sun", 640), ("fog", 101), ("drizzle", 53), ("snow", 26)],
            _call.Json.GetProperty("classes").EnumerateArray()
                .Select(share => (share.GetProperty("label").GetString()!, share.GetProperty("count").GetInt32())));
    }

    [Fact]
    public async Task Profile_Json_HasTheDocumentedKeys()
    {
        await _call.RunAsync("profile", "--sample", "airline", "--json");
        var json = _call.Json;

        Assert.Equal(
            [
                "name", "rows", "columns", "roles", "series", "time", "duplicateRows", "firstDuplicateRow", "targets", "classes", "leaks", "unread",
                "problems",
            ],
            json.EnumerateObject().Select(property => property.Name));
        var target = json.GetProperty("targets")[0];
        Assert.Equal([12], target.GetProperty("seasons").EnumerateArray().Select(season => season.GetInt32()));
        // The reference values of the data sheet: 44.7 at lag 1, 41.3 at lag 12.
        Assert.Equal(
            [("last-value", 44.7), ("seasonal-naive", 41.3)],
            target.GetProperty("naiveForecasts").EnumerateArray()
                .Select(forecast => (forecast.GetProperty("name").GetString()!, Math.Round(forecast.GetProperty("mae").GetDouble(), 1))));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("columns")[0].GetProperty("mean").ValueKind);
    }

    [Theory]
    [InlineData("error: No data specified: expected --data FILE, --query SQL with --connection DATABASE, or --sample NAME.", "profile")]
    [InlineData(
        "error: The file is specified twice, as an argument and with --data, expected only one of them.", "profile", "a.csv", "--data", "b.csv")]
    [InlineData("error: Data file 'none.csv' does not exist: check the path.", "profile", "none.csv")]
    [InlineData(
        "error: Options --series and --sequence are both specified, expected only one of them.",
        "profile", "--sample", "airline", "--series", "a", "--sequence", "b")]
    [InlineData("error: airline has no column 'x'; its columns are date, passengers_thousands.", "profile", "--sample", "airline", "--target", "x")]
    public async Task Profile_InvalidCall_IsOneLine(string expected, params string[] arguments)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync(arguments));
        Assert.Equal(expected, _call.Errors.TrimEnd());
    }

    [Fact]
    public async Task Profile_HostileNames_AreEscaped()
    {
        var rows = Enumerable.Range(0, 30).Select(row => $"{row % 3},{row % 4}");
        var file = _call.Write("names.csv", $"\"[red]\u001b[2J\",\"<b>\u202e\"\n{string.Join('\n', rows)}\n");

        Assert.Equal(ExitCode.Success, await _call.RunAsync("profile", file, "--report", _call["p.html"], "--json"));
        Assert.DoesNotContain('\u001b', _call.Output);
        Assert.DoesNotContain('\u202e', _call.Output);
        Assert.Contains("[red]\\u001b[2J", _call.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", await File.ReadAllTextAsync(_call["p.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_Report_ShowsChartsWithTextAlternatives()
    {
        var rows = Enumerable.Range(0, 200).Select(row => $"{Day(row)},{(row is > 50 and < 80 ? "NA" : $"{row % 7}.5")},{row % 5}");
        var file = _call.Write("gaps.csv", $"date,with gaps,full\n{string.Join('\n', rows)}\n");
        await _call.RunAsync("profile", file, "--report", _call["p.html"]);
        var html = await File.ReadAllTextAsync(_call["p.html"], TestContext.Current.CancellationToken);
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

        Assert.Equal(["Table", "Series", "Missing values", "Columns"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(
            [
                "with gaps", "Autocorrelations of the changes of with gaps", "full", "Autocorrelations of the changes of full",
                "Missing values, from the first row to the last",
            ],
            page.Descendants("figcaption").Select(caption => caption.Value));
        Assert.All(page.Descendants("svg"), picture => Assert.NotEmpty(picture.Element("desc")!.Value));
        Assert.Contains(page.Descendants("desc"), description => description.Value == "with gaps: 14.5 %.");
    }

    [Fact]
    public async Task Train_Airline_BeginsWithTheProfile()
    {
        await _call.RunAsync("train", "--sample", "airline", "--epochs", "1", "--hidden", "2", "--out", _call["a.onnx"], "--report", _call["a.html"]);

        Assert.Equal(
            """
            airline: 115 training rows, 29 test rows, 1 feature.
            date: 1949-01-01 to 1960-12-01, step 1 month.
            passengers_thousands: season of 12 rows, rising; naive forecasts of the next row reach MAE 41.31 (seasonal-naive, 12 rows).

            LSTM, 43 parameters:
            """,
            string.Join('\n', GetScreen().Split('\n').Take(5)));
        var html = await File.ReadAllTextAsync(_call["a.html"], TestContext.Current.CancellationToken);
        Assert.Contains("<h2>Data</h2>", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("<h2>Data</h2>", StringComparison.Ordinal) < html.IndexOf("<h2>Scores</h2>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_OfEveryCommand_BeginWithTheData()
    {
        string[] quick = ["--epochs", "1", "--hidden", "2"];
        await _call.RunAsync(["train", "--sample", "airline", "--out", _call["a.onnx"], .. quick]);
        await _call.RunAsync("evaluate", _call["a.onnx"], "--sample", "airline", "--report", _call["evaluate.html"]);
        await _call.RunAsync(["compare", "--sample", "airline", "--report", _call["compare.html"], .. quick]);
        await _call.RunAsync("retrain", _call["a.onnx"], "--sample", "airline", "--epochs", "1", "--report", _call["retrain.html"]);

        foreach (var report in new[] { "evaluate.html", "compare.html", "retrain.html" })
        {
            var html = await File.ReadAllTextAsync(_call[report], TestContext.Current.CancellationToken);
            Assert.Equal(html.IndexOf("<h2>", StringComparison.Ordinal), html.IndexOf("<h2>Data</h2>", StringComparison.Ordinal));
        }
    }

    // Tables pad their lines.
    private string GetScreen() => string.Join('\n', _call.Output.TrimEnd().Split('\n').Select(line => line.TrimEnd()));

    private static string Day(int day) => new DateTime(2024, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
