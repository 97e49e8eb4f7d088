using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class PassThroughTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Transform_EveryKindOfColumn_PassesThrough()
    {
        var rows = Enumerable.Range(0, 20).Select(Every.Create).ToArray();
        var view = _context.Data.LoadFromEnumerable(rows);
        var scored = _context.Data.CreateEnumerable<Every>(Score(view), reuseRowObject: false).ToArray();
        var expected = _context.Data.CreateEnumerable<Every>(view, reuseRowObject: false).ToArray();
        Assert.Equal(20, scored.Length);
        Assert.Equivalent(expected, scored, strict: true);
    }

    [Fact]
    public void Transform_TextLoader_TextsStayWithTheirRows()
    {
        var lines = Enumerable.Range(0, 300).Select(
            row => $"row {row},{new string((char)('a' + (row % 26)), row % 9)},{row},{row + 1},{row + 2},first {row},second {row}");
        var options = new TextLoader.Options
        {
            Separators = [','],
            Columns =
            [
                new("Name", DataKind.String, 0),
                new("Text", DataKind.String, 1),
                new("Sequence", DataKind.Single, 2, 4),
                new("Texts", DataKind.String, 5, 6),
            ],
        };
        var view = _context.Data.LoadFromTextFile(_folder.Write(string.Join('\n', lines), "data.csv"), options);
        var scored = Score(view);
        Assert.Equal(view.GetColumn<string>("Name"), scored.GetColumn<string>("Name"));
        Assert.Equal(view.GetColumn<string>("Text"), scored.GetColumn<string>("Text"));
        Assert.Equal(view.GetColumn<string[]>("Texts"), scored.GetColumn<string[]>("Texts"));
        Assert.Equal(view.GetColumn<float[]>("Sequence"), scored.GetColumn<float[]>("Sequence"));
        var together = _context.Data.CreateEnumerable<Texts>(scored, reuseRowObject: true).Select(
            row => $"{row.Name}|{row.Text}|{row.Lines[1]}|{row.Sequence[0]}|{row.Score > -9}");
        Assert.Equal(
            Enumerable.Range(0, 300).Select(row => $"row {row}|{new string((char)('a' + (row % 26)), row % 9)}|second {row}|{row}|True"),
            together);
    }

    [Fact]
    public void Transform_SourceReusesItsTextBuffer_TextsStayWithTheirRows()
    {
        static IEnumerable<Reused> Rows()
        {
            var buffer = new char[6];
            for (var row = 0; row < 20; row++)
            {
                $"row {row:00}".CopyTo(buffer);
                yield return new Reused { Text = buffer, Texts = new VBuffer<ReadOnlyMemory<char>>(2, [buffer.AsMemory(0, 3), buffer.AsMemory(4)]) };
            }
        }

        var scored = Score(_context.Data.LoadFromEnumerable(Rows()));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(row => $"row {row:00}"),
            _context.Data.CreateEnumerable<ReusedText>(scored, false).Select(row => row.Text));
        Assert.Equal(
            Enumerable.Range(0, 20).Select(row => $"{row:00}"),
            _context.Data.CreateEnumerable<ReusedText>(scored, false).Select(row => row.Texts[1]));
    }

    [Fact]
    public void Transform_KeysAndAnnotations_StayAsTheyAre()
    {
        var view = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(Every.Create).ToArray());
        var keyed = _context.Transforms.Conversion.MapValueToKey("Name", "Text").Fit(view).Transform(view);
        var scored = Score(keyed);
        Assert.Equal(keyed.Schema["Name"].Type, scored.Schema["Name"].Type);
        var back = _context.Transforms.Conversion.MapKeyToValue("Name").Fit(scored).Transform(scored);
        Assert.Equal(view.GetColumn<string>("Text"), back.GetColumn<string>("Name"));
    }

    [Fact]
    public void Getter_SourceColumnFails_FailsAtItsRowAndColumn()
    {
        var scored = Score(_context.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(row => new Failing(row))));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var (text, score) = (cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Checked"]), cursor.GetGetter<float>(scored.Schema["Score"]));
        for (var row = 0; row < 20; row++)
        {
            Assert.True(cursor.MoveNext());
            ReadOnlyMemory<char> value = default;
            float scoreValue = 0;
            score(ref scoreValue);
            if (row == 7)
                Assert.Equal("Row 7 is bad.", Assert.Throws<FormatException>(() => text(ref value)).Message);
            else
                text(ref value);
            Assert.Equal(row == 7 ? "" : "good", value.ToString());
        }
    }

    private IDataView Score(IDataView view)
    {
        var file = _folder.Write(TestFile.Create(TestFile.Forecast()));
        return _context.Transforms.ApplyRecurrentModel(new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = file, BatchSize = 8 })
            .Fit(view)
            .Transform(view);
    }

    private sealed class Failing(int row)
    {
        public string Checked => row == 7 ? throw new FormatException("Row 7 is bad.") : "good";

        [VectorType(3)]
        public float[] Sequence => [row, 1, 2];
    }

    private sealed class Texts
    {
        public string Name { get; set; } = "";

        public string Text { get; set; } = "";

        [ColumnName("Texts")]
        public string[] Lines { get; set; } = [];

        public float[] Sequence { get; set; } = [];

        public float Score { get; set; }
    }

    private sealed class Reused
    {
        public ReadOnlyMemory<char> Text { get; set; }

        [VectorType(2)]
        public VBuffer<ReadOnlyMemory<char>> Texts { get; set; }

        [VectorType(3)]
        public float[] Sequence { get; set; } = [1, 2, 3];
    }

    private sealed class ReusedText
    {
        public string Text { get; set; } = "";

        public string[] Texts { get; set; } = [];

        public float Score { get; set; }
    }

    /// <summary>A column of every kind that ML.NET creates from properties.</summary>
    private sealed class Every
    {
        public bool Boolean { get; set; }

        public sbyte SByte { get; set; }

        public short Short { get; set; }

        public int Int { get; set; }

        public long Long { get; set; }

        public byte Byte { get; set; }

        public ushort UShort { get; set; }

        public uint UInt { get; set; }

        public ulong ULong { get; set; }

        public float Single { get; set; }

        public double Double { get; set; }

        public string Text { get; set; } = "";

        public DateTime DateTime { get; set; }

        public DateTimeOffset DateTimeOffset { get; set; }

        public TimeSpan TimeSpan { get; set; }

        public DataViewRowId Id { get; set; }

        [KeyType(50)]
        public uint Key { get; set; }

        [VectorType(3)]
        public float[] Sequence { get; set; } = [];

        public int[] Ragged { get; set; } = [];

        [VectorType(2)]
        public string[] Texts { get; set; } = [];

        [VectorType(2)]
        public DateTime[] Times { get; set; } = [];

        [VectorType(10)]
        public VBuffer<double> Sparse { get; set; }

        public static Every Create(int row) => new()
        {
            Boolean = row % 2 == 0,
            SByte = (sbyte)-row,
            Short = (short)row,
            Int = row,
            Long = row * 10_000_000_000L,
            Byte = (byte)row,
            UShort = (ushort)row,
            UInt = (uint)row,
            ULong = (ulong)row << 40,
            Single = row / 3f,
            Double = row / 7d,
            Text = $"text {row % 5}",
            DateTime = new DateTime(2020, 1, 1 + row),
            DateTimeOffset = new DateTimeOffset(2020, 1, 1 + row, 3, 4, 5, TimeSpan.FromHours(2)),
            TimeSpan = TimeSpan.FromMinutes(row),
            Id = new DataViewRowId((ulong)row, 17),
            Key = (uint)(row + 1),
            Sequence = [row, row + 1, row + 2],
            Ragged = [.. Enumerable.Range(row, row % 4)],
            Texts = [$"a{row}", $"b{row}"],
            Times = [new DateTime(2000 + row, 1, 1), new DateTime(2000 + row, 2, 1)],
            Sparse = new VBuffer<double>(10, 2, [row, row * 2], [row % 5, 7]),
        };
    }
}
