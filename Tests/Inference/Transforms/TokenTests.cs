using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class TokenTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _file = TestFile.Create(TestFile.Forecast(horizon: 2).WithTokens(TokenData.Vocabulary), window: 5);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(TokenData.Row.Long))]
    [InlineData(nameof(TokenData.Row.Int))]
    [InlineData(nameof(TokenData.Row.Key))]
    [InlineData(nameof(TokenData.Row.ShortKey))]
    public void Transform_EveryTypeOfVector_EqualsRawRuntime(string column)
    {
        var rows = TokenData.Rows(50);
        SequenceData.AssertEqual(RawRuntime.ScoreTokens(_file, rows.Select(row => row.Long)), SequenceData.Scores(Score(rows, column)));
    }

    [Theory]
    [InlineData(nameof(TokenData.Row.One))]
    [InlineData(nameof(TokenData.Row.OneKey))]
    public void Transform_SingleToken_IsASequenceOfOneStep(string column)
    {
        var rows = TokenData.Rows(50);
        SequenceData.AssertEqual(
            RawRuntime.ScoreTokens(_file, rows.Select(row => new[] { (long)row.One })),
            SequenceData.Scores(Score(rows, column)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Transform_Ragged_EqualsRawRuntime(bool takesLengths)
    {
        var rows = TokenData.Rows(50);
        var file = TestFile.Create(TestFile.Tag(1, classes: 3).WithTokens(TokenData.Vocabulary), takesLengths: takesLengths);
        SequenceData.AssertEqual(
            RawRuntime.ScoreTokens(file, rows.Select(row => row.Ragged)),
            SequenceData.Scores(Score(rows, nameof(TokenData.Row.Ragged), file)));
    }

    [Fact]
    public void Predict_Keys_EqualsTransform()
    {
        var rows = TokenData.Rows(10);
        var view = _context.Data.LoadFromEnumerable(rows);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", nameof(TokenData.Row.Key), _folder.Write(_file)).Fit(view);
        using var engine = _context.Model.CreatePredictionEngine<TokenData.Row, Output>(transformer);
        SequenceData.AssertEqual(SequenceData.Scores(transformer.Transform(view)), [.. rows.Select(row => engine.Predict(row).Score)]);
    }

    [Theory]
    [InlineData(nameof(TokenData.Row.Float), "Vector<Single, 5>", "Vector<Single>")]
    [InlineData(nameof(TokenData.Row.LargeKey), "Vector<Key<UInt32, 0-9>, 5>", null)]
    public void Fit_WrongColumn_StatesTheExpectedInput(string column, string got, string? gotShape)
    {
        var view = _context.Data.LoadFromEnumerable(TokenData.Rows(1));
        var estimator = _context.Transforms.ApplyRecurrentModel("Score", column, _folder.Write(_file));
        static string Message(string column, string type) =>
            $"Schema mismatch for input column '{column}': expected token IDs 0 to 8 as Vector<Int64> or Vector<Int32> of 5 [time], or as a vector "
            + $"of keys with at most 9 values, got {type}. ml.Transforms.Conversion.ConvertType converts numbers to Int64; "
            + "ml.Transforms.Conversion.MapValueToKey maps text to keys. (Parameter 'inputSchema')";
        Assert.Equal(Message(column, got), Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(view)).Message);
        if (gotShape is not null)
            Assert.Equal(
                Message(column, gotShape),
                Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(ShapeRecorder.ShapeOf(view))).Message);
    }

    [Theory]
    [InlineData(nameof(TokenData.Row.Long), 9, "token 1 is 9, expected token IDs from 0 to 8")]
    [InlineData(nameof(TokenData.Row.Long), -1, "token 1 is -1, expected token IDs from 0 to 8")]
    [InlineData(nameof(TokenData.Row.Key), 0, "token 1 is a missing key, expected token IDs from 0 to 8 (keys start at 1)")]
    public void Getter_NoSuchToken_FailsAtItsRow(string column, long value, string error)
    {
        var rows = TokenData.Rows(5);
        if (column == nameof(TokenData.Row.Long))
            rows[3].Long[1] = value;
        else
            rows[3].Key[1] = (uint)value;
        var scored = Score(rows, column);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> score = default;
        for (var row = 0; row < 5; row++)
        {
            Assert.True(cursor.MoveNext());
            if (row == 3)
                Assert.Equal(
                    $"Input column '{column}', row 3: {error}. Remove the row or correct it.",
                    Assert.Throws<InvalidOperationException>(() => getter(ref score)).Message);
            else
                getter(ref score);
        }
    }

    [Fact]
    public void Getter_NoTokens_FailsAtItsRow()
    {
        var rows = TokenData.Rows(2);
        rows[1].Ragged = [];
        var exception = Assert.Throws<InvalidOperationException>(() => SequenceData.Scores(Score(rows, nameof(TokenData.Row.Ragged))));
        Assert.Equal(
            "Input column 'Ragged', row 1: expected a sequence of at least one token, got none. Remove the row or complete it.", exception.Message);
    }

    private IDataView Score(TokenData.Row[] rows, string column, byte[]? file = null)
    {
        var view = _context.Data.LoadFromEnumerable(rows);
        return _context.Transforms.ApplyRecurrentModel("Score", column, _folder.Write(file ?? _file)).Fit(view).Transform(view);
    }

    private sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
