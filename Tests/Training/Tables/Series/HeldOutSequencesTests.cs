using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Stratified and group splits of whole sequences.</summary>
public sealed class HeldOutSequencesTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0.9)]
    public void Test_Stratified_EachClassKeepsItsShare(double fraction)
    {
        // Sorted by class, and a class with one, two and three sequences.
        var frame = Frame([.. Repeat("a", 50), .. Repeat("b", 30), "one", "two", "two", .. Repeat("three", 3)]);

        DataSplit.Test(frame, fraction, whole: true, stratified: true);

        foreach (var (label, total) in new[] { ("a", 50), ("b", 30), ("one", 1), ("two", 2), ("three", 3) })
        {
            var expected = Math.Min(total - 1, (int)Math.Ceiling((total * fraction) - 1e-9));
            Assert.Equal(expected, Count(frame, label, DataPart.Test));
        }
    }

    [Fact]
    public void Test_NotStratified_HoldsOutTheLast()
    {
        var frame = Frame([.. Repeat("a", 8), .. Repeat("b", 2)]);

        DataSplit.Test(frame, 0.2, whole: true);

        Assert.Equal((0, 2), (Count(frame, "a", DataPart.Test), Count(frame, "b", DataPart.Test)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Split_Groups_AreNeverOnTwoSides(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(20, 200);
        // Groups of very different size.
        int[] groups = [.. Enumerable.Range(0, count).Select(_ => (int)(20 * Math.Pow(random.NextDouble(), 2)))];
        string[] labels = [.. groups.Select(group => random.Next(8) == 0 ? "rare" : group % 3 == 0 ? "a" : "b")];
        foreach (var stratified in new[] { false, true })
        {
            foreach (var fraction in new[] { 0.1, 0.2, 0.5 })
            {
                var frame = Frame(labels, groups);

                DataSplit.Test(frame, fraction, whole: true, stratified);
                var heldOut = Share(frame, DataPart.Test);
                DataSplit.Validation(frame, 0.2, whole: true);

                foreach (var sequences in frame.Segments.Index().GroupBy(entry => frame.Groups[entry.Index]))
                    Assert.Single(sequences.Select(entry => frame.Parts[entry.Item.Start]).Distinct());
                // The share is as close as the largest group that was not taken.
                var largest = (double)groups.GroupBy(group => group).Max(group => group.Count()) / count;
                Assert.InRange(heldOut, Math.Max(1e-9, fraction - largest), fraction + largest);
                Assert.True(Share(frame, DataPart.Train) > 0);
                Assert.True(Share(frame, DataPart.Validation) > 0);
                if (stratified)
                    Assert.All(frame.Labels, label => Assert.True(Count(frame, label, DataPart.Test) > 0 && Count(frame, label, DataPart.Train) > 0));
            }
        }
    }

    [Fact]
    public void Split_EqualTables_AreSplitEqually()
    {
        RowFrame Split()
        {
            var frame = Frame([.. Enumerable.Range(0, 60).Select(id => id % 5 == 0 ? "a" : "b")], [.. Enumerable.Range(0, 60).Select(id => id % 9)]);
            DataSplit.Test(frame, 0.3, whole: true, stratified: true);
            return frame;
        }

        Assert.Equal(Split().Parts, Split().Parts);
    }

    [Theory]
    [InlineData(1, "f.csv: the sequences are all in one group of column 'g', so that none can be held out for testing: "
        + "provide more groups, or split without groups.")]
    [InlineData(2, "f.csv: the sequences that are not test sequences are all in one group of column 'g', "
        + "so that none can be held out for validation: provide more groups, or split without groups.")]
    public void Split_TooFewGroups_NamesTheColumn(int count, string message)
    {
        var frame = Frame(Repeat("a", 6), [.. Enumerable.Range(0, 6).Select(id => id % count)]);

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() =>
        {
            DataSplit.Test(frame, 0.2, whole: true);
            DataSplit.Validation(frame, 0.2, whole: true);
        }).Message);
    }

    [Fact]
    public void Read_SequenceInTwoGroups_NamesTheLine() => Assert.Equal(
        "f.csv, line 4, column 'g': sequence '1' is in group 'q', but its first row is in group 'p': expected one group for all rows of a sequence.",
        Assert.Throws<SequenceDataException>(() => TestFrames.Read(
            "id,c,x,g\n1,a,1,p\n2,a,1,q\n1,a,2,q\n", new DataColumns { Label = "c", Sequence = "id", Features = ["x"], Group = "g" })).Message);

    [Theory]
    [InlineData("series", "The columns have a group, which requires whole sequences: specify the column of the sequence. "
        + "The windows of a series are split by time.")]
    [InlineData("split", "The columns have both a split and a group: specify one of them, because a split column assigns every row.")]
    [InlineData("stratified split", "IsStratified cannot be combined with a split column, which assigns every row.")]
    [InlineData("stratified series", "IsStratified requires whole sequences that are classified: other rows are split by order, not by class.")]
    [InlineData("stratified tags", "IsStratified requires whole sequences that are classified: other rows are split by order, not by class.")]
    public void Create_SplitOptionThatDoesNotApply_IsRefused(string which, string message)
    {
        var columns = new DataColumns { Label = "c", Sequence = "id", Features = ["x"] };
        var options = which switch
        {
            "series" => TestTables.Options with { Columns = TestTables.Options.Columns with { Group = "g" } },
            "split" => TestTables.Options with { Columns = columns with { Group = "g", Split = "s" } },
            "stratified split" => TestTables.Options with { Columns = columns with { Split = "s" }, IsStratified = true },
            "stratified series" => TestTables.Options with { IsStratified = true },
            _ => TestTables.Options with { Columns = columns, Task = RecurrentTask.Tag, IsStratified = true },
        };

        Assert.Equal(message, Assert.Throws<ArgumentException>(
            () => new TableTrainer(TestTables.FromText(TestTables.Sine()), options with { Horizon = 1 })).Message);
    }

    private static string[] Repeat(string label, int count) => [.. Enumerable.Repeat(label, count)];

    private static RowFrame Frame(string[] labels, int[]? groups = null) => TestFrames.Read(
        "id,c,x,g\n" + string.Concat(labels.Select((label, id) => string.Create(CultureInfo.InvariantCulture, $"{id},{label},1,g{groups?[id]}\n"))),
        new DataColumns { Label = "c", Sequence = "id", Features = ["x"], Group = groups is null ? null : "g" });

    private static int Count(RowFrame frame, string label, DataPart part) =>
        frame.Segments.Count(segment => frame.Labels[frame.RowLabels[segment.Start]] == label && frame.Parts[segment.Start] == part);

    private static double Share(RowFrame frame, DataPart part) =>
        (double)frame.Segments.Count(segment => frame.Parts[segment.Start] == part) / frame.Segments.Count;
}
