using System.Text;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class EncodingTests : IDisposable
{
    private static readonly string[] Western = ["für", "grün", "café", "naïve", "Straße", "Ärger", "garçon", "niño"];
    private static readonly Dictionary<string, ColumnKind> Kinds = new() { ["x"] = ColumnKind.Number, ["l"] = ColumnKind.Text };
    private readonly TemporaryFolder _folder = new();

    /// <summary>The code page of a file, its labels, and the name in the command that converts it.</summary>
    public static TheoryData<int, string[], string> Encodings => new()
    {
        { 28591, Western, "WINDOWS-1252" },
        { 1252, Western, "WINDOWS-1252" },
        { 1252, ["don’t", "a–b", "“x”"], "WINDOWS-1252" },
        { 1252, ["5 €", "œuf", "cœur", "prix €"], "WINDOWS-1252" },
        { 28605, ["5 €", "œuf", "cœur", "prix €"], "ISO-8859-15" },
        { 850, Western, "CP850" },
        { 10000, Western, "MACINTOSH" },
        { 1250, ["żółw", "gęś", "łąka", "ćma", "źródło"], "WINDOWS-1250" },
        { 1250, ["žluť", "kůň", "řeka", "město"], "WINDOWS-1250" },
        { 1251, ["красный", "синий", "Зелёный"], "WINDOWS-1251" },
        { 20866, ["красный", "синий", "Зелёный"], "KOI8-R" },
        { 1251, ["хорошо", "плохо"], "WINDOWS-1251" },
        { 20866, ["хорошо", "плохо"], "KOI8-R" },
        { 1251, ["КРАСНЫЙ", "СИНИЙ"], "WINDOWS-1251" },
        { 1251, ["да", "нет"], "WINDOWS-1251" },
        { 20866, ["да", "нет"], "KOI8-R" },
        { 1251, ["Москва", "Санкт-Петербург"], "WINDOWS-1251" },
        { 20866, ["Москва", "Санкт-Петербург"], "KOI8-R" },
        { 1253, ["κόκκινο", "μπλε", "Αθήνα"], "WINDOWS-1253" },
        { 54936, ["红色", "蓝", "狗", "猫咪"], "GB18030" },
        { 54936, ["很好", "一般", "不好"], "GB18030" },
        { 54936, ["好", "坏"], "GB18030" },
        { 54936, ["正常", "异常"], "GB18030" },
        { 54936, ["男", "女"], "GB18030" },
        { 54936, ["北京", "上海", "广州"], "GB18030" },
        { 54936, ["晴", "多云", "小雨"], "GB18030" },
        { 950, ["正常", "異常"], "BIG5" },
        { 950, ["很好", "不好"], "BIG5" },
        { 949, ["좋음", "나쁨"], "CP949" },
        { 949, ["정상", "비정상"], "CP949" },
        { 949, ["남", "여"], "CP949" },
        { 949, ["서울", "부산", "대구"], "CP949" },
        { 932, ["良い", "悪い"], "CP932" },
        { 932, ["正常", "異常"], "CP932" },
        { 51932, ["正常", "異常"], "EUC-JP" },
        { 950, ["紅色", "藍", "狗", "貓"], "BIG5" },
        { 932, ["赤", "あお", "ネコ"], "CP932" },
        { 51932, ["赤", "あお", "ネコ"], "EUC-JP" },
        { 949, ["빨강", "파랑", "고양이"], "CP949" },
        { 12000, Western, "UTF-32LE" },
        { 12001, Western, "UTF-32BE" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_OtherEncoding_NamesIt(int codePage, string[] labels, string command)
    {
        var bytes = Encode(codePage, "id,x,l\n" + string.Concat(labels.Select((label, row) => $"{row},{row}.5,{label}\n")));

        var message = ReadMessage(bytes);

        Assert.StartsWith($"{_folder["f.csv"]} is not UTF-8", message, StringComparison.Ordinal);
        Assert.Contains($"iconv -f {command} -t UTF-8 ", message, StringComparison.Ordinal);
        Assert.Contains("line ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Latin1_NamesLineColumnAndText() => Assert.Equal(
        $"{_folder["f.csv"]} is not UTF-8: line 3, column 'l' (character 6 of the line, byte 19 of the file): the byte 0xFC. "
            + "The file is probably Windows-1252 (ISO-8859-1, Latin-1), in which the text there is 'für'. "
            + "Say so (TableReadOptions.Encoding; on the command line, --encoding windows-1252), or "
            + $"convert it: iconv -f WINDOWS-1252 -t UTF-8 {_folder["f.csv"]} > {_folder["f-utf8.csv"]}",
        ReadMessage(Encode(28591, "id,x,l\n1,2,a\n2,3,für\n")));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_GivenEncoding_HasTheText(int codePage, string[] labels, string command)
    {
        File.WriteAllBytes(_folder["f.csv"], Encode(codePage, "id,x,l\n" + string.Concat(labels.Select((label, row) => $"{row},{row}.5,{label}\n"))));
        var source = TableSource.FromFile(_folder["f.csv"], new TableReadOptions { Encoding = codePage == 28591 ? "latin1" : command });

        Assert.Equal(labels, source.Read(Kinds).GetTexts("l").Values);
    }

    [Theory]
    [InlineData(1200, "utf-16")]
    [InlineData(1201, "utf-16BE")]
    public void Read_Utf16WithoutMark_IsFound(int codePage, string name)
    {
        File.WriteAllBytes(_folder["f.csv"], Encode(codePage, "id;x;l\n1;1,5;für\n2;2,5;红色\n"));
        var source = TableSource.FromFile(_folder["f.csv"]);

        Assert.Equal(["für", "红色"], source.Read(Kinds).GetTexts("l").Values);
        Assert.Equal($"{name}, semicolons, decimal commas", source.Describe());
    }

    [Fact]
    public void Read_BytesOutsideTheGivenEncoding_NamesThePlace()
    {
        File.WriteAllBytes(_folder["f.csv"], Encode(28591, "sep=;\nid;x;l\n1;1,5;für\n"));

        Assert.Equal(
            $"{_folder["f.csv"]} is not us-ascii: line 3, column 'l': bytes that are not text in it. Set another encoding, or none for UTF-8 "
                + "(TableReadOptions.Encoding; on the command line, --encoding).",
            Assert.Throws<SequenceDataException>(
                () => TableSource.FromFile(_folder["f.csv"], new TableReadOptions { Encoding = "us-ascii" }).Read(Kinds)).Message);
    }

    [Fact]
    public void Read_MarkOfAnotherEncoding_IsRejected()
    {
        File.WriteAllBytes(_folder["f.csv"], [.. Encoding.UTF8.GetPreamble(), .. Encode(65001, "id,x,l\n1,2,a\n")]);

        Assert.Equal(
            $"{_folder["f.csv"]} starts with the byte order mark of utf-8, the options say windows-1252: leave out the encoding "
                + "(TableReadOptions.Encoding; on the command line, --encoding).",
            Assert.Throws<SequenceDataException>(
                () => TableSource.FromFile(_folder["f.csv"], new TableReadOptions { Encoding = "windows-1252" }).Read(Kinds)).Message);
    }

    [Fact]
    public void FromFile_UnknownEncoding_Throws() => Assert.Equal(
        "The encoding is 'ansi', expected the name of an encoding, such as utf-8, utf-16, windows-1252, iso-8859-15, shift_jis or gb18030.",
        Assert.Throws<ArgumentException>(() => TableSource.FromFile("f.csv", new TableReadOptions { Encoding = "ansi" })).Message);

    [Theory]
    [InlineData("id;x;größe\n1;2;3\n", "line 1, the name of column 3 (character 8 of the line")]
    [InlineData("sep=;\r\nid;x;l\r\n1;2;é\n", "line 3, column 'l' (character 5 of the line")]
    [InlineData("id,x,größe\n1,2,3\n", "line 1, the name of column 3 (character 8 of the line")]
    [InlineData("id,x,l\r\n1,2,\"a, b\r\nc\"\r\n2,3,\"é, x\"\r\n", "line 4, column 'l' (character 6 of the line")]
    [InlineData("id,x,\"l \"\"q\"\"\"\n1,2,é\n", "line 2, column 'l \"q\"' (character 5 of the line")]
    public void Read_Latin1_CountsLinesAndCells(string text, string place) =>
        Assert.Contains(place, ReadMessage(Encode(28591, text)), StringComparison.Ordinal);

    [Theory]
    [InlineData(10)]
    [InlineData(65_536)]
    [InlineData(300_001)]
    public void Read_InvalidByteFarIntoTheFile_NamesItsLine(int rows)
    {
        var text = new StringBuilder("x,l\n");
        for (var row = 0; row < rows; row++)
            text.Append("1,a\n");

        var message = ReadMessage(Encode(28591, text.Append("1,é\n").ToString()));

        Assert.Contains($"line {rows + 2}, column 'l' (character 3 ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80 }, "It starts half of a surrogate pair")]
    [InlineData(new byte[] { 0xC0, 0xAF }, "It starts an overlong sequence")]
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF }, "It starts an overlong sequence")]
    [InlineData(new byte[] { 0xC3, 0xBC, 0x61, 0xFC, 0x62 }, "so the file mixes encodings")]
    [InlineData(new byte[] { 0xC3, 0xBC, 0x61, 0xE2, 0x82 }, "The file was cut off")]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, "The file is binary or damaged")]
    public void Read_MalformedUtf8_ExplainsIt(byte[] cell, string explanation) =>
        Assert.Contains(explanation, ReadMessage([.. "x,l\n1,"u8, .. cell]), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00 }, "compressed with xz")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1 }, "a file of an old Office program")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "a PNG image")]
    public void Read_FileOfAnotherKind_NamesIt(byte[] bytes, string kind) =>
        Assert.Contains($"The file is {kind}", ReadMessage(bytes), StringComparison.Ordinal);

    [Theory]
    [InlineData(65001)]
    [InlineData(1200)]
    [InlineData(1201)]
    [InlineData(12000)]
    [InlineData(12001)]
    public void Read_ByteOrderMark_SelectsTheEncoding(int codePage)
    {
        var encoding = Encoding.GetEncoding(codePage);
        File.WriteAllBytes(_folder["f.csv"], [.. encoding.GetPreamble(), .. encoding.GetBytes("x,l\n1,für\uFFFD\n")]);

        Assert.Equal("für\uFFFD", TableSource.FromFile(_folder["f.csv"]).Read(Kinds).GetTexts("l")[0]);
    }

    [Fact]
    public void Read_HalfASurrogatePairInUtf16_IsRejected()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("x,l\n1,"), 0x3D, 0xD8, 0x61, 0x00, 0x0A, 0x00];

        Assert.Contains(" is not UTF-16, as its byte order mark says: line 2, column 'l'", ReadMessage(bytes), StringComparison.Ordinal);
    }

    private static byte[] Encode(int codePage, string text) => (CodePagesEncodingProvider.Instance.GetEncoding(codePage)
        ?? Encoding.GetEncoding(codePage)).GetBytes(text);

    private string ReadMessage(byte[] bytes)
    {
        File.WriteAllBytes(_folder["f.csv"], bytes);
        return Assert.Throws<SequenceDataException>(() => TableSource.FromFile(_folder["f.csv"]).Read(Kinds)).Message;
    }
}
