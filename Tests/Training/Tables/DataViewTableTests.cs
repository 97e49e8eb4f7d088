using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class DataViewTableTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Read_EveryColumnType_ReturnsItsValues()
    {
        var view = Context.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Name)).Fit(View(new Row()))
            .Transform(View(new Row { Name = "b", Flag = true }, new Row()));
        var source = TableSource.FromDataView(view);

        string[] columns = ["Single", "Double", "Int16", "Int32", "Int64", "Byte", "Flag"];
        var table = source.Read(columns.ToDictionary(name => name, _ => ColumnKind.Number));
        var texts = source.Read(new Dictionary<string, ColumnKind> { ["Name"] = ColumnKind.Text });
        var times = source.Read(
            new Dictionary<string, ColumnKind> { ["Date"] = ColumnKind.Time, ["Offset"] = ColumnKind.Time, ["Int32"] = ColumnKind.Time });

        Assert.Equal([0.1f, 0.2, -3, 4, -5, 6, 1], columns.Select(name => table.GetNumbers(name)[0]));
        Assert.Equal(["b", "a"], texts.GetTexts("Name").Codes.Select((_, row) => texts.GetTexts("Name")[row]));
        Assert.Equal("2020-01-31T10:30:00", times.GetTimes("Date").Format(times.GetTimes("Date").Values[0]));
        Assert.Equal("2020-01-31T08:30:00", times.GetTimes("Offset").Format(times.GetTimes("Offset").Values[0]));
        Assert.Equal(4, times.GetTimes("Int32").Values[0]);
    }

    [Fact]
    public void Read_Keys_ReturnsTheirTexts()
    {
        var rows = View(new Row { Name = "b" }, new Row { Name = "a" });
        var table = TableSource.FromDataView(Context.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Name)).Fit(rows).Transform(rows))
            .Read(new Dictionary<string, ColumnKind> { ["Key"] = ColumnKind.Text });

        Assert.Equal(["b", "a"], Enumerable.Range(0, 2).Select(row => table.GetTexts("Key")[row]));
    }

    [Theory]
    [InlineData("Nothing", "Number",
        "the data view has no column 'Nothing'; its columns are Single, Double, Int16, Int32, Int64, Byte, Flag, Name, Date, Offset, Vector.")]
    [InlineData("Vector", "Number", "the data view, column 'Vector': expected a number, text or a date, got Vector<Single, 2>.")]
    [InlineData("Name", "Number", "the data view, row 1, column 'Name': expected a number with a decimal point, such as 1234.5, got 'a'.")]
    public void Read_UnsupportedColumnType_Throws(string column, string kind, string message)
    {
        var source = TableSource.FromDataView(View(new Row()));

        Assert.Equal(message, Assert.Throws<SequenceDataException>(
            () => source.Read(new Dictionary<string, ColumnKind> { [column] = Enum.Parse<ColumnKind>(kind) })).Message);
    }

    [Fact]
    public void Read_NaN_IsMissing()
    {
        var source = TableSource.FromDataView(View(new Row { Single = float.NaN }));

        var table = source.Read(new Dictionary<string, ColumnKind> { ["Single"] = ColumnKind.Number });

        Assert.True(double.IsNaN(table.GetNumbers("Single")[0]));
    }

    private static IDataView View(params Row[] rows) => Context.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        public float Single { get; set; } = 0.1f;

        public double Double { get; set; } = 0.2;

        public short Int16 { get; set; } = -3;

        public int Int32 { get; set; } = 4;

        public long Int64 { get; set; } = -5;

        public byte Byte { get; set; } = 6;

        public bool Flag { get; set; }

        public string Name { get; set; } = "a";

        public DateTime Date { get; set; } = new(2020, 1, 31, 10, 30, 0);

        public DateTimeOffset Offset { get; set; } = new(2020, 1, 31, 10, 30, 0, TimeSpan.FromHours(2));

        [VectorType(2)]
        public float[] Vector { get; set; } = [1, 2];
    }
}
