using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class FrameSequencesTests
{
    [Property]
    public Property GetSequences_AnySplit_NoTrainingRowIsLaterThanATestTarget() => Prop.ForAll(
        Arb.From(from rows in Gen.Choose(30, 60)
                 from window in Gen.Choose(1, 6)
                 from horizon in Gen.Choose(1, 3)
                 select (rows, window, horizon)),
        sizes =>
        {
            var (rows, window, horizon) = sizes;
            var frame = TestFrames.Counting(rows);
            DataSplit.Test(frame, 0.2, whole: false);
            DataSplit.Validation(frame, 0.25, whole: false);
            var shape = new FrameShape { Task = RecurrentTask.Forecast, Window = window, Horizon = horizon };
            var test = (int)Math.Ceiling(0.2 * rows);
            var validation = (int)Math.Ceiling(0.25 * (rows - test));

            Assert.Equal(Enumerable.Range(0, rows - test - validation - window - horizon + 1), Starts(DataPart.Train));
            Assert.Equal(Enumerable.Range(rows - test - validation - window, validation - horizon + 1), Starts(DataPart.Validation));
            Assert.Equal(Enumerable.Range(rows - test - window, test - horizon + 1), Starts(DataPart.Test));
            return;

            IEnumerable<int> Starts(DataPart part) => shape.GetSequences(frame, part).Select(stretch => stretch.Start);
        });

    [Fact]
    public void GetSequences_TwoSeries_NoWindowSpansBoth()
    {
        var frame = TestFrames.Read(
            "s,y,x\na,1,10\na,2,20\na,3,30\nb,4,40\nb,5,50\nb,6,60\n", new DataColumns { Targets = ["y"], Features = ["x"], Series = "s" });
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Forecast, Window = 2 });
        using var data = sequences.GetSequences(DataPart.Train);

        Assert.Equal((2, 2), (data.Count, data.Steps));
        Assert.Equal([1, 10, 2, 20, 4, 40, 5, 50], data.Inputs.data<float>().ToArray());
        Assert.Equal([3, 6], data.Targets.data<float>().ToArray());
        Assert.Equal([4, 40, 5, 50], data.Gather(tensor(new[] { 1L })).Inputs.data<float>().ToArray());
    }

    [Fact]
    public void GetSequences_FutureCovariates_CoverTheHorizon()
    {
        var frame = TestFrames.Read("y,k\n1,10\n2,20\n3,30\n4,40\n5,50\n", new DataColumns { Targets = ["y"], FutureCovariates = ["k"] });
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Forecast, Window = 2, Horizon = 2 });
        using var data = sequences.GetSequences(DataPart.Train);

        Assert.Equal([2, 4, 1], data.GatherAll().FutureCovariates!.shape);
        Assert.Equal([20, 30, 40, 50], data.Gather(tensor(new[] { 1L })).FutureCovariates!.data<float>().ToArray());
    }

    [Fact]
    public void GetSequences_LossAtEveryStep_TargetsTheNextRow()
    {
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(TestFrames.Counting(4),
            new FrameShape { Task = RecurrentTask.Forecast, Window = 3, EveryStep = true });
        using var data = sequences.GetSequences(DataPart.Train);

        Assert.Equal([1, 3, 1, 1], data.Targets.shape);
        Assert.Equal([1, 2, 3], data.Targets.data<float>().ToArray());
    }

    [Fact]
    public void GetSequences_RaggedSequences_ArePaddedInTheBatchWithTheirLengths()
    {
        var frame = TestFrames.Read("id,c,x\na,p,1\na,p,2\na,p,3\nb,q,4\n", new DataColumns { Features = ["x"], Sequence = "id", Label = "c" });
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Classify });
        using var data = sequences.GetSequences(DataPart.Train);

        var batch = data.GatherAll();
        Assert.Equal([1, 2, 3, 4, 4, 4], batch.Inputs.data<float>().ToArray());
        Assert.Equal([3, 1], batch.Lengths!.data<long>().ToArray());
        Assert.Equal([0, 1], batch.Targets.data<long>().ToArray());
        Assert.Equal(["p", "q"], frame.Labels);
        Assert.Equal([1, 1, 1], data.Gather(tensor(new[] { 1L })).Inputs.shape);
    }

    [Fact]
    public void GetSequences_RaggedSequencesWithAClassAtEveryStep_IgnorePadding()
    {
        var frame = TestFrames.Read("id,c,x\na,p,1\na,q,2\nb,q,4\n", new DataColumns { Features = ["x"], Sequence = "id", Label = "c" });
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Tag });
        using var data = sequences.GetSequences(DataPart.Train);

        Assert.Equal([0, 1, 1, TrainingBatch.IgnoredClass], data.Targets.data<long>().ToArray());
    }

    [Fact]
    public void GetSequences_SequenceTargets_AreThoseOfTheLastRowAndAreNotInputs()
    {
        var frame = TestFrames.Read(
            "id,x,y,z\na,1,10,20\na,2,30,40\nb,3,50,60\nb,4,70,80\n", new DataColumns { Targets = ["z", "y"], Features = ["x"], Sequence = "id" });
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Forecast });
        using var data = sequences.GetSequences(DataPart.Train);

        Assert.Equal(["x"], frame.FeatureNames);
        Assert.Equal([2, 2, 1], data.Inputs.shape);
        Assert.Equal([1, 2, 3, 4], data.Inputs.data<float>().ToArray());
        Assert.Equal([2, 1, 2], data.Targets.shape);
        Assert.Equal([40, 30, 80, 70], data.Targets.data<float>().ToArray());
        Assert.Equal([40, 30], data.Gather(tensor(new[] { 0L })).Targets.data<float>().ToArray());
    }

    [Fact]
    public void Validation_SequencesWithoutClasses_AreTheLastOnes()
    {
        var text = "id,x,y\n" + string.Concat(Enumerable.Range(0, 10).Select(id => $"{id},1,{id}\n"));
        var frame = TestFrames.Read(text, new DataColumns { Targets = ["y"], Features = ["x"], Sequence = "id" });

        DataSplit.Validation(frame, 0.2, whole: true);

        Assert.Equal([8, 9], Enumerable.Range(0, 10).Where(row => frame.Parts[row] == DataPart.Validation));
    }

    [Fact]
    public void Validation_SequencesSortedByClass_IncludesEachClass()
    {
        var text = "id,c,x\n" + string.Concat(Enumerable.Range(0, 10).Select(id => $"{id},{(id < 5 ? "p" : "q")},1\n"));
        var frame = TestFrames.Read(text, new DataColumns { Features = ["x"], Sequence = "id", Label = "c" });

        DataSplit.Validation(frame, 0.2, whole: true);

        Assert.Equal([4, 9], Enumerable.Range(0, 10).Where(row => frame.Parts[row] == DataPart.Validation));
    }

    [Theory]
    [InlineData(DataPart.Train,
        "f.csv has 6 training rows, expected at least 10 in one series for a window of 8 and a horizon of 2: provide more data or a shorter window.")]
    [InlineData(DataPart.Test,
        "f.csv has 0 test rows, too few for a window of 8 and a horizon of 2: provide more data, a shorter horizon or a larger test part.")]
    public void GetSequences_TooFewRows_StatesTheRequiredNumber(object part, string message)
    {
        using var sequences = new FrameSequences(TestFrames.Counting(6), new FrameShape { Task = RecurrentTask.Forecast, Window = 8, Horizon = 2 });

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => sequences.GetSequences((DataPart)part)).Message);
    }

    [Theory]
    [InlineData(8, "f.csv has 6 rows, expected at least 8 in one series for a window of 8: provide more data.")]
    [InlineData(null, "f.csv has no sequence: provide more data.")]
    public void ExplainNone_RowsToPredictFrom_DoesNotMentionTraining(int? window, string message) =>
        Assert.Equal(message, new FrameShape { Task = RecurrentTask.Classify, Window = window }.ExplainNone(TestFrames.Counting(6)));
}
