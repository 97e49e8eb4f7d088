using System.Xml.Linq;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

public sealed class ReportPageTests : IDisposable
{
    private const string Hostile = "<script>alert(1)</script>\"'&\u001b[2J\u202e\ufffe\ud800";
    private const string Shown = "<script>alert(1)</script>\"'&\\u001b[2J\\u202e\uFFFD\uFFFD";

    private readonly ConsoleCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void ToHtml_HostileTexts_AreShownAsText()
    {
        var page = Parse(new ReportPage(Hostile, Hostile, [new ReportSection(Hostile, [.. Blocks(Hostile)])]));

        Assert.Empty(page.Descendants("script"));
        foreach (var element in new[] { "title", "h1", "h2", "p", "th", "td", "caption", "figcaption", "li", "text" })
            Assert.Contains(page.Descendants(element), found => found.Value == Shown);
    }

    [Fact]
    public void ToHtml_EveryBlock_IsSelfContained()
    {
        var html = new ReportPage("t", "s", [new ReportSection("h", [.. Blocks("b")])]).ToHtml();
        var page = Parse(html);

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Equal(
            ["data:,"],
            page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href").Select(attribute => attribute.Value));
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        // A browser would treat <td/> as an open element.
        Assert.DoesNotMatch("<(?!meta|link)[^<>]*/>", html);
    }

    [Fact]
    public void ToHtml_EveryChart_HasATextAlternative()
    {
        var page = Parse(new ReportPage("t", "s", [new ReportSection("h", [.. Blocks("b")])]));

        var pictures = page.Descendants("svg").ToList();
        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, picture => Assert.Equal(("img", "b"), (picture.Attribute("role")!.Value, picture.Element("title")!.Value)));
        Assert.Equal("b. b: 3 values of b by b, first 1, last 4.", pictures[0].Attribute("aria-label")!.Value);
        Assert.Equal("b. b: 2; b: NaN.", pictures[1].Attribute("aria-label")!.Value);
        // Colors come from the style sheet, so that they follow light and dark mode.
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "fill" or "stroke" or "color");
    }

    [Fact]
    public void ToHtml_Tables_RightAlignNumbers()
    {
        var page = Parse(new ReportPage(
            "t", "s", [new ReportSection("h", [new ReportTable(["", "n", "m"], [["1,000", "1,000", "x"], ["name", "-", "2"]])])]));

        Assert.Equal(["1,000", "-"], page.Descendants("td").Where(cell => cell.Attribute("class")?.Value == "number").Select(cell => cell.Value));
    }

    [Fact]
    public void ToHtml_ConfusionMatrix_ColorsByShareOfActualClass()
    {
        var page = Parse(new ReportPage("t", "s", [new ReportSection("h", [new ConfusionMatrix("c", ["a", "b"], [[9, 0], [1, 3]])])]));

        // 70 % of the square roots of 9/9, 0/9, 1/4, 3/4.
        Assert.Equal(
            ["--share: 70%", "--share: 0%", "--share: 35%", "--share: 60.6%"], page.Descendants("td").Select(cell => cell.Attribute("style")!.Value));
        Assert.Equal(["9", "3"], page.Descendants("td").Where(cell => cell.Attribute("class")?.Value == "right").Select(cell => cell.Value));
    }

    [Fact]
    public void Save_OverAFile_ReplacesIt()
    {
        var path = _call.Write("r.html", "old");

        new ReportPage("new", "s", []).Save(path);

        Assert.Contains("<h1>new</h1>", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(["r.html"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("", "Option --report is empty, expected a path.")]
    [InlineData(".", "Option --report '.' cannot be written: it is a folder, expected the path of a file.")]
    public async Task Train_InvalidReportPath_ReportsItBeforeTraining(string report, string message)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync("train", "--sample", "airline", "--out", _call["m.onnx"], "--report", report));

        Assert.Equal($"error: {message}", _call.Errors.Split('\n')[0].TrimEnd());
        Assert.DoesNotContain("Epoch", _call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_ReportFolderNotWritable_NamesTheFolder()
    {
        _call.Write("occupied", "");
        var folder = Path.Combine(_call["occupied"], "reports");

        Assert.Equal(
            ExitCode.InvalidInput,
            await _call.RunAsync("evaluate", _call["m.onnx"], "--sample", "airline", "--report", Path.Combine(folder, "r.html")));

        Assert.StartsWith($"error: Output folder '{folder}' cannot be written to: ", _call.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<IReportBlock> Blocks(string text) =>
    [
        new ReportText(text),
        new ReportTable([text, text], [[text, text]]) { Title = text },
        new LineChart
        {
            Title = text,
            X = new ChartAxis(text),
            Y = new ChartAxis(text),
            Series = [new ChartSeries(text, [1, 2, 3], [1, double.NaN, 4])],
            Band = new ChartBand(text, [1, 2, 3], [0, 1, 2], [2, 3, 5]),
        },
        new BarChart(text, [new ChartBar(text, 2), new ChartBar(text, double.NaN)]),
        new ConfusionMatrix(text, [text, text], [[1, 2], [3, 4]]),
    ];

    private static XElement Parse(ReportPage page) => Parse(page.ToHtml());

    private static XElement Parse(string html) => XElement.Parse(html["<!DOCTYPE html>\n".Length..]);
}
