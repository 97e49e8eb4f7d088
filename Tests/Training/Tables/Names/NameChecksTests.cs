using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class NameChecksTests
{
    [Theory]
    [InlineData("caf\u00E9", "cafe\u0301", "caf<U+00E9> (line 2) and cafe<U+0301> (line 4)")]
    [InlineData("a", "a\u200B", "a (line 2) and a<U+200B> (line 4)")]
    [InlineData("a", "\uFEFFa", "a (line 2) and <U+FEFF>a (line 4)")]
    [InlineData("a", "a\u00A0", "a (line 2) and a<U+00A0> (line 4)")]
    [InlineData("a b", "a\u00A0b", "a b (line 2) and a<U+00A0>b (line 4)")]
    [InlineData("\u212B", "\u00C5", "<U+212B> (line 2) and <U+00C5> (line 4)")]
    public void Read_LabelsThatLookTheSame_AreRejected(string first, string second, string shown)
    {
        var exception = Assert.Throws<SequenceDataException>(() => TestFrames.Read(
            $"l,x\n{first},1\nother,2\n{second},3\n", new DataColumns { Label = "l", Features = ["x"], StepsPerRow = 1 }));

        Assert.Equal(
            $"f.csv, column 'l': '{first}' is written in two ways that look the same: {shown}. Write them in the same way, or they are two names.",
            exception.Message);
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("a", "\u0430")]
    [InlineData("a", "a b")]
    public void Read_OtherLabels_AreTwoClasses(string first, string second) => Assert.Equal(
        [first, second],
        TestFrames.Read($"l,x\n{first},1\n{second},3\n", new DataColumns { Label = "l", Features = ["x"], StepsPerRow = 1 }).Labels);

    [Theory]
    [InlineData("gr\u00F6\u00DFe", "gro\u0308\u00DFe")]
    [InlineData("gro\u0308\u00DFe", "gr\u00F6\u00DFe")]
    [InlineData("y", "\uFEFFy")]
    [InlineData("y", "y\u00A0")]
    public void Read_ColumnNameInAnotherForm_IsFound(string name, string inFile)
    {
        var table = TableSource.FromText("f.csv", () => new StringReader($"x,{inFile}\n1,2\n"))
            .Read(new Dictionary<string, ColumnKind> { [name] = ColumnKind.Number });

        Assert.Equal(2, Assert.Single(table.GetNumbers(name)));
    }

    [Fact]
    public void Header_NamesThatLookTheSame_AreRejected() => Assert.Equal(
        "f.csv has two columns whose names look the same, <U+00E9> and e<U+0301>: column names must be unique.",
        Assert.Throws<SequenceDataException>(() => TableSource.FromText("f.csv", () => new StringReader("\u00E9,e\u0301\n1,2\n")).Columns).Message);

    [Fact]
    public void Rename_LabelsInAnotherForm_AreThoseOfTheModel()
    {
        var frame = TestFrames.Read("l,x\ncafe\u0301,1\nnew,3\n", new DataColumns { Label = "l", Features = ["x"], StepsPerRow = 1 });

        Assert.Equal(["caf\u00E9", "new"], FrameLabels.Rename(frame, ["tea", "caf\u00E9"]).Labels);
    }

    [Theory]
    [InlineData("\u00A01.5")]
    [InlineData("1.5\u00A0")]
    [InlineData("\u200B1.5\uFEFF")]
    [InlineData("\u202F1.5")]
    public void Read_NumberWithInvisibleCharactersAroundIt_IsTheNumber(string cell) =>
        Assert.Equal(1.5f, TestFrames.Read($"y\n{cell}\n", new DataColumns { Targets = ["y"] }).Values[0]);
}
