using System.Collections;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Tables with many columns or series: what is done for each column or series is counted, not timed.</summary>
public sealed class ScaleTests
{
    private const int Many = 1000;

    [Property]
    public Property Find_AnyNames_IsThatOfComparingAll() => Prop.ForAll(
        Arb.From(Gen.Elements("a", "b", "é", "e\u0301", "a\u200b", "B").ListOf(6)),
        Arb.From(Gen.Elements("a", "é", "e\u0301", "B", "c", "")),
        (names, name) =>
        {
            List<string> list = [.. names];
            Assert.Equal(NameChecks.IndexOf(list, name), new NameIndex(list).Find(name));
            Assert.Equal(list.IndexOf(name), new NameIndex(list).FindExact(name));
        });

    [Fact]
    public void MarkTrainingRows_ManySeries_ReadsEachFingerprintOnce()
    {
        var text = "s,day,y\n" + string.Concat(Enumerable.Range(0, Many).SelectMany(series => Enumerable.Range(0, 6).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"s{series},{row},{MathF.Sin(series + row)}\n"))));
        var frame = TestFrames.Read(text, new DataColumns { Targets = ["y"], Series = "s", Time = "day" });
        DataSplit.Test(frame, 0.2, whole: false);
        var training = new CountingList<SeriesFingerprint>(DataFingerprint.FingerprintSeries(frame));
        var data = new DataSummary { SequenceCount = 1, TrainingSeries = training };

        var overlap = DataFingerprint.MarkTrainingRows(frame, data);

        Assert.Equal("4,000 of 6,000 rows were used for training and are excluded", overlap);
        Assert.InRange(training.Reads, Many, 3 * Many);
        training.Reads = 0;
        Assert.Empty(DataFingerprint.FindNewSeries(frame, data));
        Assert.InRange(training.Reads, Many, 2 * Many);
        training.Reads = 0;
        DataFingerprint.Join(data, frame, data with { TrainingSeries = [] });
        Assert.InRange(training.Reads, Many, 4 * Many);
    }

    [Theory]
    [InlineData(200, 8)]
    [InlineData(Many, 8)]
    [InlineData(8000, 4)]
    [InlineData(40_000, 2)]
    public void FingerprintSeries_ManySeries_KeepsFewHashesOfEach(int count, int hashes)
    {
        var segments = Enumerable.Range(0, count).Select(series => new RowSegment($"s{series}", series * 20, 20)).ToList();
        var frame = TestFrames.Counting(1) with
        {
            Segments = segments,
            Values = [.. Enumerable.Range(0, 20 * count).Select(row => (float)row)],
            Parts = new DataPart[20 * count],
        };

        Assert.All(DataFingerprint.FingerprintSeries(frame), series => Assert.InRange(series.Hashes.Count, hashes, count > 256 ? hashes : 17));
    }

    [Fact]
    public void CheckCount_TooManySeries_IsRefusedBeforeTheFit()
    {
        List<RowSegment> series = [.. Enumerable.Repeat(new RowSegment(new string('n', 40), 0, 1), 500_000)];

        DataFingerprint.CheckCount("t.csv", series[..300_000]);
        Assert.Equal(
            "t.csv has 500,000 series, too many for a model file, which lists the last row of each: train on a part of the series; the model "
            + "forecasts new series, too.",
            Assert.Throws<SequenceDataException>(() => DataFingerprint.CheckCount("t.csv", series)).Message);
    }

    [Fact]
    public void Retrain_ManyColumns_ReadsTheTableAFewTimes()
    {
        using var folder = new TemporaryFolder();
        string[] features = [.. Enumerable.Range(0, 300).Select(column => $"x{column}")];
        string Text(Func<int, string> cell) => $"y,{string.Join(',', features)}\n" + string.Concat(Enumerable.Range(0, 40).Select(row =>
            $"{row % 7},{string.Join(',', features.Select((_, column) => row == 5 ? cell(column) : $"{(row + column) % 5}"))}\n"));
        var table = TestTables.FromText(Text(_ => "1"));
        new TableTrainer(table, TestTables.Options with { Columns = new DataColumns { Targets = ["y"], Features = features } })
            .Fit(cancellationToken: TestContext.Current.CancellationToken).Save(folder["m.onnx"]);

        var reader = new CountingReader(Text(_ => "1"));
        TableTrainer.Retrain(folder["m.onnx"], TableSource.FromReader(reader), cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(reader.Reads, 1, 3);

        var invalid = new CountingReader(Text(column => column is 7 or 290 ? "x" : "1"));
        var error = Assert.Throws<SequenceDataException>(() => TableTrainer.Retrain(folder["m.onnx"], TableSource.FromReader(invalid)));
        Assert.StartsWith(
            $"t.csv does not match the model '{folder["m.onnx"]}': t.csv, line 7, column 'x7': expected a number with a decimal point, such as "
            + "1234.5, got 'x'; t.csv, line 7, column 'x290': expected a number with a decimal point, such as 1234.5, got 'x'. "
            + "The columns are y, x0, x1, ",
            error.Message);
        Assert.EndsWith(", x18 and 281 more.", error.Message);
        // Halves, for two columns.
        Assert.InRange(invalid.Reads, 1, 40);
    }

    [Theory]
    [InlineData(1, 1e-5)]
    [InlineData(256, 1e-5)]
    [InlineData(1024, 2e-5)]
    [InlineData(10_000, 6.25e-5)]
    public void GetTolerance_WideInputs_GrowsWithTheRoundingOfTheirSums(int features, double expected)
    {
        var network = new NetworkDescription
        {
            Features = features,
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, features, 2, 1, false),
        };

        Assert.Equal(expected, ParityCheck.GetTolerance(network, 1e-5), 1e-12);
    }

    private sealed class CountingList<T>(IReadOnlyList<T> items) : IReadOnlyList<T>
    {
        public int Reads { get; set; }

        public int Count => items.Count;

        public T this[int index]
        {
            get
            {
                Reads++;
                return items[index];
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var item in items)
            {
                Reads++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class CountingReader(string text) : ITableReader
    {
        private readonly CsvTextReader _reader = new("t.csv", () => new StringReader(text), new TableReadOptions());

        public int Reads { get; private set; }

        public string Name => _reader.Name;

        public IReadOnlyList<string> ReadHeader() => _reader.ReadHeader();

        public IReadOnlyList<SourceColumn> ReadSchema() => _reader.ReadSchema();

        public string? Describe() => _reader.Describe();

        public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds)
        {
            Reads++;
            return _reader.Read(kinds);
        }
    }
}
