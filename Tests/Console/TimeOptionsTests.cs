using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Grids, holidays and seasons on the command line.</summary>
public sealed class TimeOptionsTests : IDisposable
{
    private static readonly string[] Quick = ["--epochs", "1", "--hidden", "2", "--window", "6", "--horizon", "2", "--threads", "1"];

    private readonly ConsoleCall _call = new();

    public static TheoryData<string, string> Wrong => new()
    {
        {
            "--time t --frequency 1x",
            "Option --frequency is '1x', expected a number and a unit (ms, s, min, h, d, b for days from Monday to Friday, w, mo, q or y) such as "
                + "15min, or a number for times that are numbers."
        },
        { "--date-format dd.MM.yyyy", "Option --date-format requires a column of times: give it with --time." },
        { "--frequency 1h", "Option --frequency requires a column of times: give it with --time." },
        { "--time t --fill carry", "Option --fill requires --frequency, the step of the grid." },
        { "--time t --frequency 1h --fill lines", "Option --fill is 'lines', expected refuse, interpolate, carry, zero." },
        { "--time t --frequency 1h --aggregate median", "Option --aggregate is 'median', expected mean, sum, last, first, min, max." },
        {
            "--time t --frequency 1h --time-zone Europe/Berln",
            "Option --time-zone: The time zone is 'Europe/Berln', which this machine does not know: expected an IANA name such as Europe/Berlin."
        },
        { "--holidays DE", "Option --holidays requires a column of dates: give it with --time." },
        {
            "--time t --holidays GB-XYZ",
            "Option --holidays: there is no file 'GB-XYZ', and 'GB-XYZ' is no region with holidays of its own; those of the country are GB-ENG, "
                + "GB-NIR, GB-SCT, GB-WLS."
        },
        { "--seasons 24,1", "Option --seasons is '1', expected comma-separated numbers of rows, each at least 2, or auto." },
        { "--season-pairs 2", "Option --season-pairs requires --seasons." },
        {
            "--time t --frequency 1h",
            "FILE, column 't': the grid of 1h has a hole of 3 cells without rows: 2024-01-01 in line 2 is followed by 2024-01-01T04:00:00 in line "
                + "3. Say what they become (TimeGrid.Fill; on the command line, --fill interpolate, carry or zero)."
        },
    };

    public void Dispose() => _call.Dispose();

    [Theory, MemberData(nameof(Wrong))]
    public async Task Train_WrongTimes_IsOneLine(string options, string message)
    {
        var file = _call.Write("d.csv", "t,y\n2024-01-01T00:00,1\n2024-01-01T04:00,2\n");

        var exit = await _call.RunAsync(["train", "--data", file, "--target", "y", "--out", _call["m.onnx"], .. Quick, .. options.Split(' ')]);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Equal($"error: {message.Replace("FILE", file, StringComparison.Ordinal)}", _call.Errors.Trim());
        Assert.False(File.Exists(_call["m.onnx"]));
    }

    [Fact]
    public async Task Predict_LocalTimesAroundTheEndOfSummerTime_HaveTheirOffsets()
    {
        // Hours of Berlin: the last row is the first of the two at 02:00.
        var rows = Enumerable.Range(0, 51).Select(hour => new DateTime(2024, 10, 25).AddHours(hour));
        var text = "t,y\n" + string.Concat(rows.Select(time => string.Create(
            CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd'T'HH:mm:ss},{time.Hour % 5}\n")));
        var file = _call.Write("d.csv", text);
        await _call.RunAsync(
        [
            "train", "--data", file, "--target", "y", "--time", "t", "--frequency", "1h", "--time-zone", "Europe/Berlin", "--holidays", "DE",
            "--seasons", "5", "--season-pairs", "1", "--calendar", "hour", "--out", _call["m.onnx"], .. Quick,
        ]);
        Assert.Equal("", _call.Errors);

        await _call.RunAsync("predict", _call["m.onnx"], "--data", file, "--out", _call["p.csv"]);

        Assert.Equal(
            ["2024-10-27T02:00:00+01:00", "2024-10-27T03:00:00+01:00"],
            (await File.ReadAllLinesAsync(_call["p.csv"])).Skip(1).Select(line => line.Split(',')[0]));
        await _call.RunAsync("inspect", _call["m.onnx"]);
        Assert.Contains("grid: 1h, mean, holes: none, local times of Europe/Berlin", _call.Output, StringComparison.Ordinal);
        Assert.Contains("holidays: DE, known from 2019-01-01 to 2054-12-31", _call.Output, StringComparison.Ordinal);
        Assert.Contains("seasons: 5 rows, 1 pair of sine and cosine each, by times in steps of 1h", _call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_SeasonsAuto_FindsThem()
    {
        var file = _call.Write("d.csv", "y\n" + string.Concat(Enumerable.Range(0, 120).Select(row => $"{(row % 8 * 3) + (row % 3)}\n")));

        await _call.RunAsync(["train", "--data", file, "--target", "y", "--seasons", "auto", "--out", _call["m.onnx"], .. Quick]);

        Assert.Equal("", _call.Errors);
        await _call.RunAsync("inspect", _call["m.onnx"]);
        Assert.Matches("seasons: (3, )?8(, 24)? rows, 3 pairs of sine and cosine each, by row numbers", _call.Output);
    }
}
