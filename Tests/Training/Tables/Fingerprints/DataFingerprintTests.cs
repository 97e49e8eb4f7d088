using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The fingerprints of a model that was trained twice, on different rows.</summary>
public sealed class DataFingerprintTests
{
    [Fact]
    public void Join_SameAndAdditionalRows_RecordsThemOnce()
    {
        var earlier = Summarize(Part(0, 40), trainingRows: 30);
        var later = Part(0, 60);
        Array.Fill(later.Parts, DataPart.Test, 50, 10);

        var joined = DataFingerprint.Join(earlier, later, Summary(later));

        Assert.Equal([50], joined.TrainingSeries!.Select(series => series.RowCount));
    }

    [Fact]
    public void Join_OtherRows_RecordsBoth()
    {
        var earlier = Summarize(Part(0, 40), trainingRows: 40);
        var later = Part(40, 30);

        var joined = DataFingerprint.Join(earlier, later, Summary(later));
        var whole = Part(0, 80);

        Assert.Equal([40, 30], joined.TrainingSeries!.Select(series => series.RowCount));
        Assert.Equal("70 of 80 rows were used for training and are excluded", DataFingerprint.MarkTrainingRows(whole, joined));
        Assert.Equal(Enumerable.Repeat(DataPart.Train, 70).Concat(Enumerable.Repeat(DataPart.Test, 10)), whole.Parts);
    }

    [Fact]
    public void Join_EarlierRowsAmongHeldOutRows_AreStillRecognized()
    {
        var earlier = Summarize(Part(0, 40), trainingRows: 40);
        var later = Part(0, 60);
        Array.Fill(later.Parts, DataPart.Test, 30, 30);

        var joined = DataFingerprint.Join(earlier, later, Summary(later));

        // Rows 30 to 39 were used by the earlier model alone; no row is counted twice.
        Assert.Equal("40 of 60 rows were used for training and are excluded", DataFingerprint.MarkTrainingRows(Part(0, 60), joined));
    }

    [Fact]
    public void Join_Sequences_ContainsBoth()
    {
        var columns = new DataColumns { Features = ["x"], Label = "c", Sequence = "i" };
        RowFrame Sequences(
            params int[] which) => TestFrames.Read("i,c,x\n" + string.Concat(which.Select(id => $"{id},a,{id}\n{id},a,{10 * id}\n")), columns);
        DataSummary SummarizeSequences(RowFrame frame) => new() { SequenceCount = 0, TrainingSequenceHashes = DataFingerprint.HashSequences(frame) };
        var (first, second) = (Sequences(1, 2, 3), Sequences(3, 4));

        var joined = DataFingerprint.Join(SummarizeSequences(first), second, SummarizeSequences(second));

        Assert.Equal(
            "4 of 5 sequences were used for training and are excluded", DataFingerprint.MarkTrainingRows(Sequences(1, 2, 3, 4, 5), joined));
    }

    private static DataSummary Summarize(RowFrame frame, int trainingRows)
    {
        Array.Fill(frame.Parts, DataPart.Test, trainingRows, frame.RowCount - trainingRows);
        return Summary(frame);
    }

    private static DataSummary Summary(RowFrame frame) => new() { SequenceCount = 0, TrainingSeries = DataFingerprint.FingerprintSeries(frame) };

    // Rows of one long series, from one of its rows on.
    private static RowFrame Part(int first, int count) =>
        TestFrames.Read("y\n" + string.Concat(Enumerable.Range(first, count).Select(row => $"{row * row}\n")), new DataColumns { Targets = ["y"] });
}
