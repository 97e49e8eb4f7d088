using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Windows at the start of a series that have fewer rows than a complete window.</summary>
public sealed class ShortSeriesTests
{
    [Property(MaxTest = 100)]
    public Property GetSequences_Padded_EndsWhereEachRowHasEnoughHistory() => Prop.ForAll(
        Arb.From(from counts in Gen.Choose(1, 12).ListOf(4)
                 from window in Gen.Choose(1, 6)
                 from minimum in Gen.Choose(1, window)
                 from horizon in Gen.Choose(1, 3)
                 from held in Gen.Choose(0, 5)
                 select (counts.ToArray(), window, minimum, horizon, held / 10.0)),
        values =>
        {
            var (counts, window, minimum, horizon, held) = values;
            var frame = Series(counts);
            DataSplit.Test(frame, held, whole: false);
            var complete = FrameShape.ToScore(RecurrentTask.Forecast, window, horizon);
            var padded = complete with { MinWindow = minimum };
            foreach (var part in new[] { DataPart.Train, DataPart.Test })
            {
                var expected = new List<(int Start, int Length)>();
                foreach (var segment in frame.Segments)
                {
                    // Every row before which enough rows stand, and from which on the horizon is in the part.
                    for (var end = segment.Start + minimum; end + horizon <= segment.End; end++)
                    {
                        var start = Math.Max(segment.Start, end - window);
                        var rows = Enumerable.Range(part == DataPart.Train ? start : end, end + horizon - (part == DataPart.Train ? start : end));
                        if (rows.All(row => frame.Parts[row] == part))
                            expected.Add((start, end - start));
                    }
                }

                var found = padded.GetSequences(frame, part).ToList();
                Assert.Equal(expected, found.Select(sequence => (sequence.Start, sequence.Length)));
                // Complete windows are those of a model without padding.
                Assert.Equal(complete.GetSequences(frame, part), found.Where(sequence => sequence.Length == window));
            }
        });

    [Fact]
    public void Gather_WindowsOfDifferentLength_ArePaddedWithinTheirSeries()
    {
        var columns = new DataColumns { Targets = ["y"], Series = "s", FutureCovariates = ["k"] };
        var frame = TestFrames.Read("s,y,k\na,1,10\na,2,20\na,3,30\na,4,40\nb,5,50\nb,6,60\n", columns);
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(
            frame, new FrameShape { Task = RecurrentTask.Forecast, Window = 3, MinWindow = 1 });
        using var data = sequences.GetSequences(DataPart.Train);

        Assert.Equal([1, 2, 3, 1], data.Lengths!.data<long>().ToArray());
        Assert.Equal([1, 1, 1, 1, 2, 2, 1, 2, 3, 5, 5, 5], data.Inputs.data<float>().ToArray());
        Assert.Equal([2, 3, 4, 6], data.Targets.data<float>().ToArray());
        // A window and the row to forecast; what follows repeats it.
        Assert.Equal([10, 20, 20, 20, 10, 20, 30, 30, 10, 20, 30, 40, 50, 60, 60, 60], data.FutureCovariates!.data<float>().ToArray());
        // A batch of short windows is no longer than they are.
        Assert.Equal([2, 1, 1], data.Gather(tensor(new[] { 0L, 3L })).Inputs.shape);
    }

    [Theory]
    [InlineData(null, "f.csv: 2 of 3 series have too few training rows for a window of 4 and a horizon of 2, so that the network does not learn from "
        + "them: 'b' (3 rows), 'c' (1 row): use a shorter window, or pad short series "
        + "(TableTrainingOptions.ShortSeries; on the command line, --short-series pad).")]
    [InlineData(1, "f.csv: 1 of 3 series has too few training rows for a window of at least 1 and a horizon of 2, so that the network does not "
        + "learn from it: 'c' (1 row): add rows to them, or remove them.")]
    public void DescribeUntrained_ShortSeries_AreCountedAndNamed(int? minimum, string message)
    {
        var shape = new FrameShape { Task = RecurrentTask.Forecast, Window = 4, MinWindow = minimum, Horizon = 2 };

        Assert.Equal(message, ShortSeries.DescribeUntrained(Series([9, 3, 1]), shape));
        Assert.Null(ShortSeries.DescribeUntrained(Series([9, 6]), shape));
    }

    [Fact]
    public void ExplainNone_AllSeriesShort_MentionsPadding() => Assert.Equal(
        "f.csv has 6 training rows, expected at least 6 in one series for a window of 4 and a horizon of 2: provide more data or a shorter window, "
        + "or pad short series (TableTrainingOptions.ShortSeries; on the command line, --short-series pad).",
        new FrameShape { Task = RecurrentTask.Forecast, Window = 4, Horizon = 2 }.ExplainNone(Series([3, 3]), DataPart.Train));

    private static RowFrame Series(int[] counts) => TestFrames.Read(
        "s,y\n" + string.Concat(counts.SelectMany((count, series) => Enumerable.Range(0, count).Select(row => $"{(char)('a' + series)},{row}\n"))),
        new DataColumns { Targets = ["y"], Series = "s" });
}
