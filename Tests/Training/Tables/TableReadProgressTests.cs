using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Reports of reading.</summary>
public sealed class TableReadProgressTests : IDisposable
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new() { ["y"] = ColumnKind.Number };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("gzip")]
    [InlineData("JSON")]
    public void Read_File_ReportsItsEnd(string format)
    {
        var text = format == "JSON" ? "{\"y\":1}\n{\"y\":2}\n" : "y\n1\n2\n";
        _folder.Write(format == "gzip" ? PackedFiles.Gzip(text) : System.Text.Encoding.UTF8.GetBytes(text), "data");
        var recorder = new Recorder();

        var table = TableSource.FromFile(_folder["data"]).WithProgress(recorder).Read(Kinds);

        Assert.Equal(2, table.Rows);
        var last = Assert.Single(recorder.Reports);
        Assert.Equal((2L, 1.0, true), (last.RowCount, last.CompletedFraction, last.HasEnded));
    }

    [Fact]
    public void Read_InvalidCell_ReportsTheEndWithoutCompletion()
    {
        _folder.Write("y\n1\ntwo\n", "data.csv");
        var recorder = new Recorder();

        Assert.Throws<SequenceDataException>(() => TableSource.FromFile(_folder["data.csv"]).WithProgress(recorder).Read(Kinds));

        var last = Assert.Single(recorder.Reports);
        Assert.True(last is { HasEnded: true, CompletedFraction: not 1 });
    }

    [Fact]
    public void Count_ManyRows_ReportsAFewTimesPerSecond()
    {
        var (recorder, clock) = (new Recorder(), new Clock());
        var meter = new ReadMeter(recorder, clock) { Fraction = () => 0.5 };
        for (var row = 0; row < 1 << 16; row++)
        {
            if (row % 4096 == 0)
                clock.Elapsed += TimeSpan.FromMilliseconds(50);
            meter.Count();
        }

        meter.End(1 << 16);

        Assert.Equal([200, 400, 600, 800, 800], recorder.Reports.Select(report => report.Elapsed.TotalMilliseconds));
        Assert.Equal([4 * 4096, 8 * 4096, 12 * 4096, 16 * 4096, 16 * 4096], recorder.Reports.Select(report => report.RowCount));
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 1], recorder.Reports.Select(report => report.CompletedFraction));
        Assert.Equal([false, false, false, false, true], recorder.Reports.Select(report => report.HasEnded));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }

    private sealed class Recorder : IProgress<TableReadProgress>
    {
        public List<TableReadProgress> Reports { get; } = [];

        public void Report(TableReadProgress value) => Reports.Add(value);
    }
}
