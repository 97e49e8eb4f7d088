using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Language models in pipelines: a text column is scored as tokens of the vocabulary.</summary>
public sealed class TextColumnTests : IDisposable
{
    private static readonly Vocabulary Vocabulary = new(TokenUnit.Characters, ["", " ", "a", "b", "c"]);

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public TextColumnTests() => _file = _folder.Write(TestFile.Create(TestFile.Language(Vocabulary.Count), vocabulary: Vocabulary));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Transform_Texts_ScoresTheirTokens()
    {
        string[] texts = ["abc a", "b", "cab\u00fc", "a b c a b c"];
        var rows = _context.Data.LoadFromEnumerable(texts.Select(text => new Row { Text = text }));

        var scored = _context.Transforms.ApplyRecurrentModel("Score", "Text", _file).Fit(rows).Transform(rows);

        using var model = RecurrentModel.Load(_file);
        var expected = texts.Select(text =>
        {
            var tokens = Vocabulary.Encode(text);
            var outputs = new float[model.GetOutputSize(tokens.Length)];
            model.ScoreTokens(tokens, outputs);
            return outputs;
        });
        Assert.Equal(expected, scored.GetColumn<float[]>("Score"));
    }

    [Fact]
    public void GetOutputSchema_Texts_MatchesTheTransformer()
    {
        var rows = _context.Data.LoadFromEnumerable([new Row { Text = "a" }]);
        var estimator = _context.Transforms.ApplyRecurrentModel("Score", "Text", _file);

        var promised = estimator.GetOutputSchema(ShapeRecorder.ShapeOf(rows));

        var actual = ShapeRecorder.ShapeOf(estimator.Fit(rows).Transform(rows));
        Assert.Equal(
            actual.Select(column => (column.Name, column.Kind, column.ItemType)),
            promised.Select(column => (column.Name, column.Kind, column.ItemType)));
    }

    [Fact]
    public void Transform_AnEmptyText_NamesTheRow()
    {
        var rows = _context.Data.LoadFromEnumerable([new Row { Text = "a" }, new Row { Text = "" }]);
        var scored = _context.Transforms.ApplyRecurrentModel("Score", "Text", _file).Fit(rows).Transform(rows);

        Assert.Equal(
            "Input column 'Text', row 1: expected text with at least one token, got none. Remove the row or complete it.",
            Assert.Throws<InvalidOperationException>(() => scored.GetColumn<float[]>("Score").ToList()).Message);
    }

    [Fact]
    public void Save_APipelineOfTexts_IsRefused()
    {
        var rows = _context.Data.LoadFromEnumerable([new Row { Text = "a" }]);
        var transformer = _context.Transforms.ApplyRecurrentModel("Score", "Text", _file).Fit(rows);

        Assert.Equal(
            "The pipeline cannot be saved: input column 'Text' is text, which stock ML.NET transformers cannot tokenize as this model does. "
            + "Save the model file and apply it, or provide the column as token IDs.",
            Assert.Throws<NotSupportedException>(() => _context.Model.Save(transformer, rows.Schema, new MemoryStream())).Message);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
