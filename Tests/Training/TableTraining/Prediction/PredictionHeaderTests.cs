using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class PredictionHeaderTests
{
    [Property(MaxTest = 500)]
    public Property Create_AnyNames_AreUniqueAndKeepThoseOfTheData() => Prop.ForAll(
        Arb.From(Gen.Elements("step", "step (2)", "step (3)", "", "Step")
            .SelectMany(_ => Gen.Elements(true, false), (name, isGenerated) => new PredictionColumn(name, isGenerated))
            .ListOf()
            .Select(columns => columns.ToList())),
        columns =>
        {
            var notes = new List<string>();

            var names = PredictionHeader.Create(columns, notes);

            Assert.Equal(columns.Count, names.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(notes.Count, columns.Zip(names).Count(pair => pair.First.Name != pair.Second));
            Assert.All(
                columns.Where(column => !column.IsGenerated).Select(column => column.Name).Distinct(),
                name => Assert.Equal(names.ToList().IndexOf(name), columns.FindIndex(column => !column.IsGenerated && column.Name == name)));
        });

    [Fact]
    public void Create_GeneratedNameOfADataColumn_IsNumberedAndNoted()
    {
        var notes = new List<string>();

        var names = PredictionHeader.Create(
            [new PredictionColumn("step", IsGenerated: false), new PredictionColumn("step"), new PredictionColumn("step (2)", IsGenerated: false)],
            notes);

        Assert.Equal(["step", "step (3)", "step (2)"], names);
        Assert.Equal(["Column 2 is named 'step (3)', because another column has the name 'step'."], notes);
    }
}
