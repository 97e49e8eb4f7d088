using System.Globalization;
using System.Text;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>One table in several dialects, and in several cultures, gives the same model, byte for byte, and the same predictions.</summary>
public sealed class DialectTests : IDisposable
{
    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("de-DE", "tr-TR")]
    public async Task Train_AirlineInAnyDialect_GivesTheSameModel(string culture, string other)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var plain = await TrainAsync("plain", Encoding.UTF8.GetBytes(Write(",", "yyyy-MM-dd", '.')));
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(other);

            Assert.Equal(plain, await TrainAsync("german", Encoding.UTF8.GetBytes(Write(";", "dd.MM.yyyy", ','))));
            byte[] tabs = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Write("\t", "yyyy/MM/dd", '.'))];
            Assert.Equal(plain, await TrainAsync("tabs", tabs));
            Assert.Equal(plain, await TrainAsync("bars", Encoding.BigEndianUnicode.GetBytes(Write("|", "yyyy-MM", '.'))));
            Assert.Equal(plain, await TrainAsync("american", Encoding.UTF8.GetBytes(Write(",", "M/d/yyyy", '.')), "--date-format", "M/d/yyyy"));
            Assert.Equal(plain, await TrainAsync("excel", Encoding.UTF8.GetBytes("sep=;\r\n" + Write(";", "yyyyMMdd", ','))));
            Assert.Contains("excel.csv: semicolons, decimal commas, dates yyyyMMdd", _call.Output, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Predict_InAnyCulture_GivesTheSameBytes()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var results = new List<string>();
            foreach (var culture in new[] { "", "de-DE", "tr-TR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                var file = _call.Write("german.csv", Write(";", "dd.MM.yyyy", ','));
                var model = await TrainAsync("german", File.ReadAllBytes(file));
                Assert.Equal(
                    ExitCode.Success,
                    await _call.RunAsync("predict", _call["german.onnx"], "--data", file, "--out", _call["p.csv"], "--json"));
                results.Add(Convert.ToHexString(model) + File.ReadAllText(_call["p.csv"]) + _call.Output);
            }

            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private async Task<byte[]> TrainAsync(string name, byte[] bytes, params string[] options)
    {
        var (file, model) = (_call[$"{name}.csv"], _call[$"{name}.onnx"]);
        File.WriteAllBytes(file, bytes);
        var exit = await _call.RunAsync([
            "train", "--data", file, "--target", "passengers", "--time", "month", "--window", "12", "--hidden", "4", "--epochs", "1",
            "--threads", "1",
            "--out", model, .. options]);
        Assert.Equal((ExitCode.Success, ""), (exit, _call.Errors));
        return File.ReadAllBytes(model);
    }

    // The sample airline, in a dialect.
    private static string Write(string separator, string dates, char mark)
    {
        using var sample = new StreamReader(typeof(ConsoleApplication).Assembly.GetManifestResourceStream("Samples/airline.csv")!);
        var lines = sample.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(','));
        return string.Concat(lines
            .Select(cells => (
                Date: DateTime.Parse(cells[0], CultureInfo.InvariantCulture).ToString(dates, CultureInfo.InvariantCulture),
                Value: cells[1]))
            .Select(row => $"{row.Date}{separator}{row.Value}{mark}0\n")
            .Prepend($"month{separator}passengers\n"));
    }
}
