using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Tables with a JSON object in each line.</summary>
public sealed class JsonLinesTests
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new() { ["t"] = ColumnKind.Time, ["y"] = ColumnKind.Number };

    [Fact]
    public void Columns_KeysOfAllFirstObjects_AreInOrderOfTheirFirstOccurrence() => Assert.Equal(
        ["b", "a", "c", "n"], Open("{\"b\":1,\"a\":2}\n\n{\"a\":3,\"c\":null}\r\n{\"n\":{\"x\":[1]},\"b\":0}").Columns);

    [Fact]
    public void ReadSchema_Kinds_AreThoseOfTheValues() => Assert.Equal(
        [("n", ColumnKind.Number), ("s", ColumnKind.Text), ("d", ColumnKind.Time), ("b", ColumnKind.Number), ("q", ColumnKind.Number)],
        Open("{\"n\":1e3,\"s\":\"x\",\"d\":\"2020-01-31\",\"b\":true,\"q\":\"1.5\"}\n").ReadSchema().Select(column => (column.Name, column.Kind)));

    [Fact]
    public void Read_NumbersStringsBooleansAndNulls_AreCells()
    {
        const string Text = "{\"t\":1,\"y\":-1.5e2}\n{\"y\":true,\"t\":2}\n{\"y\":null,\"t\":3,\"x\":{\"deep\":[1,{}]}}\n\n"
            + "{\"t\":4}\n{\"t\":5,\"y\":\"7\"}";
        var table = Open(Text).Read(Kinds);

        Assert.Equal([-150, 1, double.NaN, double.NaN, 7], table.GetNumbers("y"));
        Assert.Equal([1, 2, 3, 4, 5], table.GetTimes("t").Values);
        Assert.Equal("f.jsonl, line 5", table.DescribeLocation(3));
    }

    [Fact]
    public void Read_TextColumn_HasEscapesAndWords()
    {
        var table = Open("{\"l\":\"\\u00fc\\n\\\"\"}\n{\"l\":false}\n{\"l\":1.50}\n")
            .Read(new Dictionary<string, ColumnKind> { ["l"] = ColumnKind.Text });

        Assert.Equal(["ü\n\"", "false", "1.50"], Enumerable.Range(0, 3).Select(row => table.GetTexts("l")[row]));
    }

    [Theory]
    [InlineData("{\"t\":1,\"y\":[1]}", "f.jsonl, line 1, column 'y': expected a number, a text, true, false or null, got an array: "
        + "write each of its values under a key of its own.")]
    [InlineData("{\"t\":1,\"y\":{\"a\":1}}", "f.jsonl, line 1, column 'y': expected a number, a text, true, false or null, got an object: "
        + "write each of its values under a key of its own.")]
    [InlineData("{\"t\":1,\"y\":2}\n{\"t\":1,\"t\":2}", "f.jsonl, line 2: the key 't' occurs more than once.")]
    [InlineData("{\"y\":2,\"t\":1}\n{\"y\":2}", "f.jsonl, line 2, column 't': expected a number, like the previous rows, got no value.")]
    [InlineData("{\"t\":1,\"y\":\"two\"}", "f.jsonl, line 1, column 'y': expected a number with a decimal point, such as 1234.5, got 'two'.")]
    [InlineData("{\n  \"t\": 1,\n  \"y\": 2\n}\n", "f.jsonl, line 1: expected a JSON object in each line, got invalid JSON after 1 bytes "
        + "(Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed). "
        + "Write each object in one line: jq -c . FILE.json > FILE.jsonl")]
    [InlineData("{\"t\":1}", "f.jsonl has no column 'y'; its columns are t.")]
    [InlineData("[{\"t\":1,\"y\":2}]", "f.jsonl, line 1: expected a JSON object in each line, got an array. "
        + "To convert an array of objects: jq -c .[] FILE.json > FILE.jsonl")]
    [InlineData("{\"t\":1,\"y\":2}\n3", "f.jsonl, line 2: expected a JSON object in each line, got a number. "
        + "To convert an array of objects: jq -c .[] FILE.json > FILE.jsonl")]
    [InlineData("\n \n", "f.jsonl has no values: expected a JSON object in each line, with the columns as keys.")]
    [InlineData("{}", "f.jsonl has no values: expected a JSON object in each line, with the columns as keys.")]
    public void Read_InvalidValue_NamesItsPlace(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => Open(text).Read(Kinds)).Message);

    [Theory]
    [InlineData("{\n\"t\":1,\"y\":2\n}", 1)]
    [InlineData("{\"t\":1,\"y\":2}\n{\"t\":1,\"y\":2} {\"t\":1,\"y\":2}", 2)]
    [InlineData("{\"t\":1,\"y\":2}\n{\"t\":1,\"y\":", 2)]
    [InlineData("{\"t\":1,\"y\":2}\n\n{\"t\":1,\"y\":NaN}", 3)]
    [InlineData("{'t':1}", 1)]
    [InlineData("{\"t\":1,\"y\":\"\\ud800\"}", 1)]
    [InlineData("{\"\\ud800\":1,\"y\":\"\"}", 1)]
    public void Read_InvalidJson_NamesItsLine(string text, int line)
    {
        var message = Assert.Throws<SequenceDataException>(() => Open(text).Read(Kinds)).Message;

        Assert.Matches(
            $@"^f\.jsonl, line {line}: expected a JSON object in each line, got invalid JSON after \d+ bytes "
                + @"\(.+\)\.( Write each object in one line: jq .*)?$",
            message);
    }

    [Fact]
    public void Read_KeyAfterTheSample_SaysWhichKeysAreColumns()
    {
        var text = string.Concat(Enumerable.Repeat("{\"t\":1}\n", 1000)) + "{\"t\":1,\"y\":2}\n";

        Assert.Equal(
            "f.jsonl has no column 'y'; its columns are t. Columns are the keys of the first 1,000 objects: "
                + "write the key in one of them, as null if need be.",
            Assert.Throws<SequenceDataException>(() => Open(text).Read(Kinds)).Message);
    }

    [Fact]
    public void Read_KeysThatLookTheSame_AreRefused() => Assert.Equal(
        "f.jsonl has two keys that look the same, a and a<U+200B>: keys must be unique.",
        Assert.Throws<SequenceDataException>(() => Open("{\"a\":1}\n{\"a\u200B\":1}").Columns).Message);

    [Property]
    public void Read_AnyRows_AreThoseWritten(double?[] values, byte seed)
    {
        // Keys in any order, some missing, and other keys between them.
        var random = new Random(seed);
        var text = new StringBuilder();
        var expected = values.Select(value => value is { } number && float.IsFinite((float)number) ? number : double.NaN).ToArray();
        foreach (var (row, value) in expected.Index())
        {
            List<string> pairs = [$"\"t\":{row}", "\"other\":[{\"y\":[]}]"];
            if (!double.IsNaN(value))
                pairs.Add($"\"y\":{JsonSerializer.Serialize(value)}");
            else if (random.Next(2) == 0)
                pairs.Add("\"y\":null");
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pairs));
            text.Append(CultureInfo.InvariantCulture, $"{{{string.Join(", ", pairs)}}}\n");
        }

        var table = JsonLinesTable.Read(new StringReader(text.ToString()), "f.jsonl", ["t", "y"], Kinds);

        Assert.Equal(expected.Select(value => (float)value), table.GetNumbers("y").Select(value => (float)value));
        Assert.Equal(Enumerable.Range(0, expected.Length).Select(row => (double)row), table.GetTimes("t").Values);
    }

    [Fact]
    public void Read_ManyRows_AllocatesNothingPerRowButTheColumns()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(row => $"{{\"t\":{row},\"y\":{row % 97}.25,\"unused\":\"some text\"}}\n"));
        JsonLinesTable.Read(new StringReader(text), "f.jsonl", ["t", "y"], Kinds);
        var before = GC.GetAllocatedBytesForCurrentThread();

        JsonLinesTable.Read(new StringReader(text), "f.jsonl", ["t", "y"], Kinds);

        // Two columns, and the buffers.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 50_000.0, 0, 64);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gzip")]
    [InlineData("UTF-16")]
    public void File_AnyName_IsRecognizedByItsContents(string format)
    {
        using var folder = new TemporaryFolder();
        const string Text = "{\"t\":1,\"y\":2.5}\n{\"t\":2,\"y\":3.5}\n";
        folder.Write(
            format switch
            {
                "gzip" => PackedFiles.Gzip(Text),
                "plain" => Encoding.UTF8.GetBytes(Text),
                _ => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Text)],
            },
            "data.csv");
        var table = TableSource.FromFile(folder["data.csv"]);

        Assert.Equal(("t, y", "JSON lines"), (string.Join(", ", table.Columns), table.Describe()));
        Assert.Equal([2.5, 3.5], table.Read(Kinds).GetNumbers("y"));
    }

    [Fact]
    public void File_InvalidBytes_AreExplained()
    {
        using var folder = new TemporaryFolder();
        folder.Write([.. "{\"t\":1,\"y\":2}\n{\"t\":2,\"l\":\""u8, 0xE9, .. "\"}\n"u8], "f.jsonl");

        Assert.StartsWith(
            $"{folder["f.jsonl"]} is not UTF-8: line 2, column 13 (byte 27 of the file): the byte 0xE9. ",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(folder["f.jsonl"]).Columns).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", true)]
    [InlineData("\uFEFF \n{\"a\":1}", true)]
    [InlineData("[ {", true)]
    [InlineData("[a],[b]", false)]
    [InlineData("a,b", false)]
    [InlineData("", false)]
    public void IsJson_FirstBytes_AreThoseOfAnObject(string text, bool expected)
    {
        Assert.Equal(expected, JsonLinesReader.IsJson(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, JsonLinesReader.IsJson(Encoding.Unicode.GetBytes(text)));
    }

    private static TableSource Open(string text) => TableSource.FromReader(new JsonLinesReader(() => new StringReader(text), "f.jsonl", new()));
}
