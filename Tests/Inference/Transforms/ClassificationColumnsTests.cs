using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class ClassificationColumnsTests : IDisposable
{
    private static readonly string[] Moods = ["calm", "rising", "falling"];

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Score", "PredictedLabel", "Probability")]
    [InlineData("Weather", "WeatherPredictedLabel", "WeatherProbability")]
    [InlineData("WeatherScore", "WeatherPredictedLabel", "WeatherProbability")]
    [InlineData("score", "scorePredictedLabel", "scoreProbability")]
    public void Transform_TwoClasses_SecondaryColumnsAreNamedByOneRule(string output, string label, string probability)
    {
        var scored = Score(TwoClasses(), SequenceData.Rows(3, 4), new() { InputColumnName = "Sequence", ModelFile = "", OutputColumnName = output });
        Assert.Equal(["Row", "Label", "Sequence", output, probability, label], scored.Schema.Select(column => column.Name));
    }

    [Fact]
    public void Transform_ThreeClasses_PredictedLabelIsTheKeyOfTheHighestScore()
    {
        var rows = SequenceData.Rows(40, 4);
        rows[7].Sequence[2] = float.NaN;
        var scored = Score(ThreeClasses(), rows);
        var scores = SequenceData.Scores(scored);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), scored.Schema["Score"].Type);
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), scored.Schema["PredictedLabel"].Type);
        Assert.Equal(Moods, Names(scored.Schema["Score"], "SlotNames"));
        Assert.Equal(Moods, Names(scored.Schema["PredictedLabel"], "KeyValues"));
        var expected = scores.Select(score => score.Any(float.IsNaN) ? 0u : (uint)Array.IndexOf(score, score.Max()) + 1).ToArray();
        Assert.Equal(0u, expected[7]);
        Assert.True(expected.Distinct().Count() >= 3, "the test needs several classes among the outputs");
        Assert.Equal(expected, scored.GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Transform_UnnamedLabels_AreNamedByTheirIndices()
    {
        var scored = Score(TestFile.Create(TestFile.Classify(features: 2, classes: 3)), SequenceData.Rows(3, 4));
        Assert.Equal(["0", "1", "2"], Names(scored.Schema["PredictedLabel"], "KeyValues"));
        Assert.Equal(["0", "1", "2"], Names(scored.Schema["Score"], "SlotNames"));
    }

    [Fact]
    public void Transform_TwoClasses_GivesLogOddsAndProbabilityOfTheSecond()
    {
        var rows = SequenceData.Rows(40, 4);
        var raw = RawRuntime.Score(TwoClasses(), 2, rows.Select(row => row.Sequence));
        var scored = Score(TwoClasses(), rows);
        SequenceData.AssertEqual([.. raw.Select(p => new[] { (float)Math.Log((double)p[1] / p[0]) })], SequenceData.Scores(scored), 1e-5f);
        SequenceData.AssertEqual([.. raw.Select(p => new[] { p[1] })], SequenceData.Scores(scored, "Probability"));
        Assert.Equal(raw.Select(p => p[1] > p[0] ? 2u : 1u), scored.GetColumn<uint>("PredictedLabel"));
        Assert.Equal(["dry", "rain"], Names(scored.Schema["PredictedLabel"], "KeyValues"));
    }

    [Fact]
    public void Transform_TwoClassesEveryScored_GivesBothProbabilities()
    {
        var rows = SequenceData.Rows(5, 4);
        var scored = Score(TwoClasses(), rows, new() { InputColumnName = "Sequence", ModelFile = "", ScoreEveryClass = true });
        SequenceData.AssertEqual(RawRuntime.Score(TwoClasses(), 2, rows.Select(row => row.Sequence)), SequenceData.Scores(scored));
        Assert.Equal(["dry", "rain"], Names(scored.Schema["Score"], "SlotNames"));
        Assert.Null(scored.Schema.GetColumnOrNull("Probability"));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(null)]
    public void Transform_Tags_PredictedLabelHasOneKeyForEachStep(int? length)
    {
        var rows = length is { } size ? SequenceData.Rows(9, size) : SequenceData.Rows(4, 2, 8, 6);
        var scored = Score(TestFile.Create(TestFile.Tag(features: 2, classes: 3), labels: Moods), rows, length: length);
        Assert.Equal(new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), (length ?? 0) / 2), scored.Schema["PredictedLabel"].Type);
        var expected = SequenceData.Scores(scored).Select(
            score => score.Chunk(3).Select(step => (uint)Array.IndexOf(step, step.Max()) + 1).ToArray());
        Assert.Equal(expected, scored.GetColumn<uint[]>("PredictedLabel"));
        Assert.Equal(Moods, Names(scored.Schema["PredictedLabel"], "KeyValues"));
    }

    [Fact]
    public void Predict_AllColumnsOfARow_BelongTogether()
    {
        var rows = SequenceData.Rows(20, 4);
        var view = _context.View(rows, 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TwoClasses())).Fit(view);
        using var engine = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
        var expected = _context.Data.CreateEnumerable<Output>(transformer.Transform(view), reuseRowObject: false);
        Assert.All(rows.Zip(expected), pair =>
        {
            var actual = engine.Predict(new Input { Sequence = pair.First.Sequence });
            Assert.Equal(pair.Second.Score, actual.Score, 1e-5f);
            Assert.Equal(pair.Second.Probability, actual.Probability, 1e-6f);
            Assert.Equal(pair.Second.PredictedLabel, actual.PredictedLabel);
        });
    }

    private IDataView Score(byte[] file, SequenceData.Row[] rows, RecurrentScoringOptions? options = null, int? length = 4)
    {
        var view = _context.View(rows, length);
        options = (options ?? new() { InputColumnName = "Sequence", ModelFile = "" }) with { ModelFile = _folder.Write(file) };
        return _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view);
    }

    private static byte[] TwoClasses() => TestFile.Create(TestFile.Classify(features: 2, classes: 2), labels: ["dry", "rain"]);

    private static byte[] ThreeClasses() => TestFile.Create(TestFile.Classify(features: 2, classes: 3), labels: Moods);

    private static IEnumerable<string> Names(DataViewSchema.Column column, string kind)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(kind, ref names);
        return names.DenseValues().Select(name => name.ToString());
    }

    private sealed class Input
    {
        [VectorType(4)]
        public float[] Sequence { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public uint PredictedLabel { get; set; }
    }
}
