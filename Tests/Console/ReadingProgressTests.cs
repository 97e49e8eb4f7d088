using MlNetRecurrent.Training;
using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>What is shown while a table is read.</summary>
public sealed class ReadingProgressTests
{
    private static readonly TableReadProgress[] Reports =
    [
        new(50_000, 0.05, TimeSpan.FromSeconds(1), HasEnded: false),
        new(500_000, 0.5, TimeSpan.FromSeconds(2), HasEnded: false),
        new(750_000, null, TimeSpan.FromSeconds(3), HasEnded: false),
        new(1_000_000, 1, TimeSpan.FromSeconds(4), HasEnded: true),
    ];

    [Fact]
    public void Report_Terminal_ShowsARateWhileItReads() => Assert.Equal(
        "\r\u001b[2KReading: 50 %, 500,000 rows, 250,000 rows/s\r\u001b[2KReading: 750,000 rows, 250,000 rows/s\r\u001b[2K"
            + "1,000,000 rows read in 4.0 s (250,000 rows/s).\n",
        Show(isTerminal: true, Reports));

    [Fact]
    public void Report_Redirected_ShowsOneLineAtTheEnd() =>
        Assert.Equal("1,000,000 rows read in 4.0 s (250,000 rows/s).\n", Show(isTerminal: false, Reports));

    [Theory]
    [InlineData(99_999, 60)]
    [InlineData(1_000_000, 1.9)]
    public void Report_FewRowsOrSeconds_ShowsNothing(int rows, double seconds) =>
        Assert.Equal("", Show(isTerminal: true, new TableReadProgress(rows, 1, TimeSpan.FromSeconds(seconds), HasEnded: true)));

    [Fact]
    public void Report_Failure_OnlyErasesTheLine() => Assert.Equal(
        "\r\u001b[2KReading: 50 %, 500,000 rows, 250,000 rows/s\r\u001b[2K",
        Show(isTerminal: true, Reports[1], new TableReadProgress(500_000, 0.5, TimeSpan.FromSeconds(2), HasEnded: true)));

    private static string Show(bool isTerminal, params TableReadProgress[] reports)
    {
        var console = new TestConsole { EmitAnsiSequences = isTerminal };
        console.Profile.Width = 160;
        console.Profile.Capabilities.Interactive = isTerminal;
        console.Profile.Capabilities.Ansi = isTerminal;
        var progress = new ReadingProgress(console);
        foreach (var report in reports)
            progress.Report(report);
        return console.Output;
    }
}
