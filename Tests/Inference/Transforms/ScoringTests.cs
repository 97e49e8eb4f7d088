using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class ScoringTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(100, 7)]
    [InlineData(5, 1)]
    [InlineData(0, 8)]
    public void Transform_AnyBatchSize_EqualsRawRuntime(int count, int batchSize)
    {
        var rows = SequenceData.Rows(count, length: 10);
        var file = TestFile.Create(TestFile.Forecast(features: 2, horizon: 3, targets: 2), window: 5);
        var scored = Score(file, rows, 10, batchSize);
        SequenceData.AssertEqual(RawRuntime.Score(file, 2, rows.Select(row => row.Sequence)), SequenceData.Scores(scored));
        Assert.Equal(Enumerable.Range(0, count), scored.GetColumn<int>("Row"));
    }

    [Fact]
    public void Transform_Ragged_ScoresEachRowAtItsLength()
    {
        var rows = SequenceData.Rows(4, 4, 4, 10, 2, 2, 4, 6, 6, 6, 6, 2);
        var file = TestFile.Create(TestFile.Tag(features: 2, classes: 3));
        var scored = Score(file, rows, length: null, batchSize: 5);
        var scores = SequenceData.Scores(scored);
        SequenceData.AssertEqual(RawRuntime.Score(file, 2, rows.Select(row => row.Sequence)), scores);
        Assert.Equal(rows.Select(row => row.Sequence.Length / 2 * 3), scores.Select(score => score.Length));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 0, 3), scored.Schema["Score"].Type);
    }

    [Fact]
    public void Transform_ForecastAtEveryStep_HasATimeAxis()
    {
        var rows = SequenceData.Rows(5, length: 6);
        var scored = Score(TestFile.Create(TestFile.Forecast(features: 2) with { Pooling = SequencePooling.None }), rows, 6, 64);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3, 1), scored.Schema["Score"].Type);
        Assert.All(SequenceData.Scores(scored), score => Assert.Equal(3, score.Length));
    }

    [Fact]
    public void Transform_OneFeatureScalarColumn_IsASequenceOfOneStep()
    {
        var rows = SequenceData.Rows(9, length: 3);
        var file = TestFile.Create(TestFile.Forecast());
        var options = new RecurrentScoringOptions { InputColumnName = "Label", ModelFile = _folder.Write(file), BatchSize = 4 };
        var view = _context.View(rows, 3);
        var scored = _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view);
        SequenceData.AssertEqual(RawRuntime.Score(file, 1, rows.Select(row => new[] { row.Label })), SequenceData.Scores(scored));
    }

    [Fact]
    public void Transform_Classes_HaveSlotNames()
    {
        var rows = SequenceData.Rows(3, length: 4);
        var file = TestFile.Create(TestFile.Classify(features: 2, classes: 3), labels: ["calm", "rising", "falling"]);
        var scored = Score(file, rows, 4, 64);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        Assert.Equal(["calm", "rising", "falling"], names.DenseValues().Select(name => name.ToString()));
        SequenceData.AssertEqual(RawRuntime.Score(file, 2, rows.Select(row => row.Sequence)), SequenceData.Scores(scored));
    }

    [Fact]
    public void Transform_StockOnnx_GivesTheSameScores()
    {
        var rows = SequenceData.Rows(20, length: 6);
        var file = TestFile.Create(TestFile.Forecast(features: 2, horizon: 4));
        var view = _context.View(rows, 6);
        var stock = _context.Transforms.CopyColumns("input", "Sequence")
            .Append(_context.Transforms.ApplyOnnxModel(
                "output", "input", _folder.Write(file, "stock.onnx"), new Dictionary<string, int[]> { ["input"] = [1, 3, 2] }));
        SequenceData.AssertEqual(SequenceData.Scores(stock.Fit(view).Transform(view), "output"), SequenceData.Scores(Score(file, rows, 6, 8)));
    }

    [Fact]
    public void Transform_SparseVectors_EqualDenseOnes()
    {
        var file = TestFile.Create(TestFile.Forecast(features: 2));
        var view = _context.Data.LoadFromEnumerable([new Sparse { Sequence = new VBuffer<float>(6, 2, [1.5f, -1f], [1, 4]) }]);
        var scored = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(file)).Fit(view).Transform(view);
        SequenceData.AssertEqual(RawRuntime.Score(file, 2, [[0, 1.5f, 0, 0, -1, 0]]), SequenceData.Scores(scored));
    }

    [Fact]
    public void Transform_BetweenConcatenateAndEvaluate_GivesMetrics()
    {
        var rows = SequenceData.Rows(50, length: 3);
        var file = TestFile.Create(TestFile.Forecast(), window: 4);
        var view = _context.View(rows, 3);
        var pipeline = _context.Transforms.Concatenate("Window", "Sequence", "Label")
            .Append(_context.Transforms.ApplyRecurrentModel("Score", "Window", _folder.Write(file)));
        var metrics = _context.Regression.Evaluate(pipeline.Fit(view).Transform(view));
        var raw = RawRuntime.Score(file, 1, rows.Select(row => row.Sequence.Append(row.Label).ToArray()));
        Assert.Equal(raw.Zip(rows).Average(pair => Math.Abs(pair.First[0] - pair.Second.Label)), metrics.MeanAbsoluteError, 1e-6);
    }

    private IDataView Score(byte[] file, SequenceData.Row[] rows, int? length, int batchSize)
    {
        var view = _context.View(rows, length);
        var options = new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = _folder.Write(file), BatchSize = batchSize };
        return _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view);
    }

    private sealed class Sparse
    {
        [VectorType(6)]
        public VBuffer<float> Sequence { get; set; }
    }
}
