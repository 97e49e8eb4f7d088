using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class NonFiniteTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Transform_ScoreNaN_GivesNaNInThatRowOnly(float value)
    {
        var rows = SequenceData.Rows(5, 6);
        rows[2].Sequence[3] = value;
        Assert.Equal(
            [false, false, true, false, false],
            SequenceData.Scores(Score(rows, NonFinitePolicy.ScoreNaN)).Select(score => float.IsNaN(score[0])));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Getter_Throw_NamesRowStepAndValue(float value, string name)
    {
        var rows = SequenceData.Rows(5, 6);
        rows[2].Sequence[3] = value;
        var scored = Score(rows, NonFinitePolicy.Throw);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        float score = 0;
        for (var row = 0; row < 5; row++)
        {
            Assert.True(cursor.MoveNext());
            if (row != 2)
            {
                getter(ref score);
                Assert.True(float.IsFinite(score));
                continue;
            }

            var exception = Assert.Throws<InvalidOperationException>(() => getter(ref score));
            Assert.Equal(
                $"Input column 'Sequence', row 2: value 1 of time step 1 is {name}, expected finite values. "
                + "Remove the row, replace the value, or set NonFinite to ScoreNaN.",
                exception.Message);
        }
    }

    [Fact]
    public void Predict_Throw_NamesTheValue()
    {
        var view = _context.View([], 6);
        var options = new RecurrentScoringOptions
        {
            InputColumnName = "Sequence",
            ModelFile = _folder.Write(TestFile.Create(TestFile.Forecast(features: 2))),
            NonFinite = NonFinitePolicy.Throw,
        };
        using var engine = _context.Model.CreatePredictionEngine<Input, Output>(_context.Transforms.ApplyRecurrentModel(options).Fit(view));
        var exception = Assert.Throws<InvalidOperationException>(() => engine.Predict(new Input { Sequence = [1, 2, 3, 4, float.NaN, 6] }));
        Assert.Contains("value 0 of time step 2 is NaN, expected finite values.", exception.Message, StringComparison.Ordinal);
        Assert.True(float.IsFinite(engine.Predict(new Input { Sequence = [1, 2, 3, 4, 5, 6] }).Score));
    }

    private IDataView Score(SequenceData.Row[] rows, NonFinitePolicy policy)
    {
        var view = _context.View(rows, 6);
        var options = new RecurrentScoringOptions
        {
            InputColumnName = "Sequence",
            ModelFile = _folder.Write(TestFile.Create(TestFile.Forecast(features: 2))),
            NonFinite = policy,
        };
        return _context.Transforms.ApplyRecurrentModel(options).Fit(view).Transform(view);
    }

    private sealed class Input
    {
        [VectorType(6)]
        public float[] Sequence { get; set; } = [];
    }

    private sealed class Output
    {
        public float Score { get; set; }
    }
}
