using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class EvaluationTests : IDisposable
{
    private static readonly string[] Moods = ["calm", "rising", "falling", "never seen"];

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void MulticlassEvaluate_ShuffledLabelsAndAbsentClasses_EqualsACountByHand(int seed)
    {
        var file = TestFile.Create(TestFile.Classify(features: 2, classes: 4), labels: Moods);
        var path = _folder.Write(file);
        var rows = Labeled(seed, Moods[..3]);
        var raw = RawRuntime.Score(file, 2, rows.Select(row => row.Sequence));
        var pipeline = _context.Transforms.MapLabelToModelKeys("Label", "Mood", path)
            .Append(_context.Transforms.ApplyRecurrentModel("Score", "Sequence", path));
        var view = _context.Data.LoadFromEnumerable(rows);

        var metrics = _context.MulticlassClassification.Evaluate(pipeline.Fit(view).Transform(view));

        var right = rows.Zip(raw).Count(pair => pair.First.Mood == Moods[Array.IndexOf(pair.Second, pair.Second.Max())]);
        Assert.Equal((double)right / rows.Length, metrics.MicroAccuracy, 1e-12);
        Assert.Equal(rows.Zip(raw).Average(pair => -Math.Log(pair.Second[Array.IndexOf(Moods, pair.First.Mood)])), metrics.LogLoss, 1e-5);
        Assert.Equal(4, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void BinaryEvaluate_DefaultColumns_EqualsACountByHand()
    {
        var file = TestFile.Create(TestFile.Classify(features: 2, classes: 2), labels: ["dry", "rain"]);
        var path = _folder.Write(file);
        var rows = Labeled(seed: 4, ["rain", "dry"]);
        var odds = RawRuntime.Score(file, 2, rows.Select(row => row.Sequence)).Select(p => p[1] / p[0]).ToArray();
        var view = _context.Data.LoadFromEnumerable(rows);
        var pipeline = _context.Transforms.MapLabelToModelKeys("Label", "Mood", path)
            .Append(_context.Transforms.ApplyRecurrentModel("Score", "Sequence", path));

        var metrics = _context.BinaryClassification.Evaluate(pipeline.Fit(view).Transform(view));

        var isRain = rows.Select(row => row.Mood == "rain").ToArray();
        Assert.Equal((double)isRain.Zip(odds).Count(pair => pair.First == pair.Second > 1) / rows.Length, metrics.Accuracy, 1e-12);
        var pairs =
            from positive in isRain.Zip(odds)
            where positive.First
            from negative in isRain.Zip(odds)
            where !negative.First
            select positive.Second > negative.Second ? 1 : 0;
        Assert.Equal(pairs.Average(), metrics.AreaUnderRocCurve, 1e-9);
        Assert.Equal(
            isRain.Zip(odds).Average(pair => -Math.Log2(pair.First ? pair.Second / (1 + pair.Second) : 1 / (1 + pair.Second))),
            metrics.LogLoss,
            1e-5);
    }

    [Fact]
    public void MulticlassEvaluate_TwoClassesEveryScored_Runs()
    {
        var path = _folder.Write(TestFile.Create(TestFile.Classify(features: 2, classes: 2), labels: ["dry", "rain"]));
        var rows = Labeled(seed: 4, ["rain", "dry"]);
        var view = _context.Data.LoadFromEnumerable(rows);
        var pipeline = _context.Transforms.MapLabelToModelKeys("Label", "Mood", path)
            .Append(_context.Transforms.ApplyRecurrentModel(
                new RecurrentScoringOptions { InputColumnName = "Sequence", ModelFile = path, ScoreEveryClass = true }));
        var scored = pipeline.Fit(view).Transform(view);
        var right = scored.GetColumn<uint>("Label").Zip(scored.GetColumn<uint>("PredictedLabel")).Count(pair => pair.First == pair.Second);
        Assert.Equal(right / 60.0, _context.MulticlassClassification.Evaluate(scored).MicroAccuracy, 1e-12);
    }

    private static Row[] Labeled(int seed, string[] moods)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 60).Select(_ => new Row
        {
            Sequence = [.. Enumerable.Range(0, 6).Select(_ => (random.NextSingle() * 4) - 2)],
            Mood = moods[random.Next(moods.Length)],
        })];
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Sequence { get; set; } = [];

        public string Mood { get; set; } = "";
    }
}
