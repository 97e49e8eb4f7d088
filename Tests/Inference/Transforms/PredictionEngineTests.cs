using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class PredictionEngineTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predict_EachRow_EqualsTransform()
    {
        var (transformer, rows, scores) = Scored();
        using var engine = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
        Assert.Equal(scores, rows.Select(row => engine.Predict(new Input { Sequence = row.Sequence }).Score), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Predict_InsideAPipeline_EqualsTransform()
    {
        var rows = SequenceData.Rows(10, 4);
        var view = _context.View(rows, 4);
        var pipeline = _context.Transforms.Concatenate("Window", "Sequence", "Sequence")
            .Append(_context.Transforms.ApplyRecurrentModel("Raw", "Window", _folder.Write(TestFile.Create(TestFile.Forecast()))))
            .Append(_context.Transforms.CopyColumns("Score", "Raw"));
        var fitted = pipeline.Fit(view);
        using var engine = _context.Model.CreatePredictionEngine<Input, Output>(fitted);
        var expected = fitted.Transform(view).GetColumn<float>("Score");
        Assert.Equal(expected, rows.Select(row => engine.Predict(new Input { Sequence = row.Sequence }).Score), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Dispose_OneEngine_LeavesTheOtherAlive()
    {
        var (transformer, rows, scores) = Scored();
        var first = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
        using var second = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
        first.Predict(new Input { Sequence = rows[0].Sequence });
        first.Dispose();
        Assert.Equal(scores[1], second.Predict(new Input { Sequence = rows[1].Sequence }).Score, 1e-6f);
        using var third = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
        Assert.Equal(scores[2], third.Predict(new Input { Sequence = rows[2].Sequence }).Score, 1e-6f);
    }

    [Fact]
    public async Task Predict_ManyThreadsShareATransformer_EachGetsCorrectScores()
    {
        var (transformer, rows, scores) = Scored();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(thread => Task.Run(() =>
        {
            using var engine = _context.Model.CreatePredictionEngine<Input, Output>(transformer);
            for (var call = 0; call < 500; call++)
            {
                var row = (call + (thread * 7)) % rows.Length;
                Assert.Equal(scores[row], engine.Predict(new Input { Sequence = rows[row].Sequence }).Score, 1e-6f);
            }
        })));
    }

    [Fact]
    public async Task Transform_ManyCursorsAtOnce_EachGetsCorrectScores()
    {
        var (transformer, rows, scores) = Scored();
        var scored = ((ITransformer)transformer).Transform(_context.View(rows, 4));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Assert.Equal(scores, scored.GetColumn<float>("Score")))));
    }

    [Fact]
    public void Predict_InvalidSequence_StatesTheExpectedInput()
    {
        var file = _folder.Write(TestFile.Create(TestFile.Forecast(features: 2)));
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", file).Fit(_context.View([], null));
        using var engine = _context.Model.CreatePredictionEngine<RaggedInput, Output>(transformer);
        Assert.True(float.IsFinite(engine.Predict(new RaggedInput { Sequence = [1, 2, 3, 4] }).Score));
        var exception = Assert.Throws<InvalidOperationException>(() => engine.Predict(new RaggedInput { Sequence = [1, 2, 3] }));
        Assert.EndsWith(
            "expected [time, features] with at least one time step and 2 values per time step, got 3 values. Remove the row or complete it.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.True(float.IsFinite(engine.Predict(new RaggedInput { Sequence = [1, 2] }).Score));
    }

    private (RecurrentTransformer Transformer, SequenceData.Row[] Rows, float[] Scores) Scored()
    {
        var rows = SequenceData.Rows(40, 4);
        var view = _context.View(rows, 4);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Sequence", _folder.Write(TestFile.Create(TestFile.Forecast()))).Fit(view);
        return (transformer, rows, [.. transformer.Transform(view).GetColumn<float>("Score")]);
    }

    private sealed class Input
    {
        [VectorType(4)]
        public float[] Sequence { get; set; } = [];
    }

    private sealed class RaggedInput
    {
        public float[] Sequence { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }
    }
}
