using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class LanguageTrainerTests
{
    private const string Line = "one two three";

    private static readonly LanguageTrainerOptions Quick = new()
    {
        EmbeddingSize = 6,
        HiddenSize = 16,
        ParallelStreams = 4,
        Fit = new FitOptions { Epochs = 60, TruncatedBpttSteps = 8, LearningRate = 0.02, WeightAverageDecay = 0.8 },
    };

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Fit_LinesOfText_GeneratesTheContinuation()
    {
        var transformer = _context.Recurrent.LanguageModel(Quick).Fit(Rows(30));

        using var model = RecurrentModel.Load(transformer.ModelBytes.ToArray());
        Assert.Equal(
            "o three\none two three", string.Concat(new TextGenerator(model).Generate("one tw", new GenerationOptions { TopK = 1, NewTokens = 21 })));
        Assert.Equal((RecurrentTask.Language, TokenUnit.Characters, 8),
            (transformer.Card.Network.Task, transformer.Card.Vocabulary!.TokenUnit, transformer.Card.Window));
    }

    [Fact]
    public void Transform_Texts_OutputsProbabilitiesOfEachNextToken()
    {
        var transformer = _context.Recurrent.LanguageModel(Quick with { TokenUnit = TokenUnit.Words }).Fit(Rows(60));

        var scores = transformer.Transform(Rows(1)).GetColumn<float[]>("Score").Single();

        var vocabulary = transformer.Card.Vocabulary!;
        Assert.Equal(["", " one", " three", " two"], vocabulary.Tokens);
        Assert.Equal(3 * vocabulary.Count, scores.Length);
        Assert.InRange(scores[vocabulary.GetTokenId(" two")], 0.95, 1);
        Assert.InRange(scores[vocabulary.Count + vocabulary.GetTokenId(" three")], 0.95, 1);
    }

    [Fact]
    public void Fit_Keys_TreatsThemAsTokens()
    {
        var rows = _context.Data.LoadFromEnumerable(Enumerable.Repeat(new WordRow { Words = Line.Split(' ') }, 60));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Text", "Words").Append(_context.Recurrent.LanguageModel(Quick with
        {
            ValidationFraction = 0.1,
        }));

        var fitted = pipeline.Fit(rows);

        var scores = fitted.Transform(rows).GetColumn<float[]>("Score").First();
        Assert.Equal(["one", "two", "three"], fitted.LastTransformer.Card.Labels);
        Assert.Null(fitted.LastTransformer.Card.Vocabulary);
        Assert.InRange(scores[1], 0.9, 1);
        Assert.InRange(scores[3 + 2], 0.9, 1);
        Assert.InRange(scores[6 + 0], 0.9, 1);
        Assert.NotNull(fitted.LastTransformer.Card.Fit!.ValidationLoss);
    }

    [Theory]
    [InlineData("Text")]
    [InlineData("Keys")]
    public void GetOutputSchema_EveryColumn_MatchesTheTransformer(string column)
    {
        var rows = _context.Transforms.Conversion.MapValueToKey("Keys", "Words")
            .Fit(_context.Data.LoadFromEnumerable(Enumerable.Repeat(new WordRow { Text = Line, Words = Line.Split(' ') }, 3))).Transform(
                _context.Data.LoadFromEnumerable(Enumerable.Repeat(new WordRow { Text = Line, Words = Line.Split(' ') }, 3)));
        var trainer = _context.Recurrent.LanguageModel(Quick with { InputColumnName = column, Fit = Quick.Fit with { Epochs = 1 } });

        var promised = trainer.GetOutputSchema(ShapeRecorder.ShapeOf(rows));

        Assert.Equal(ShapeRecorder.ShapeOf(trainer.Fit(rows).Transform(rows)).Select(Describe).Order(), promised.Select(Describe).Order());

        static string Describe(SchemaShape.Column column) => $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey}";
    }

    [Theory]
    [InlineData("Words", "expected String, or Vector<Key> of tokens [time] (MapValueToKey creates keys from words), got Vector<String>.")]
    [InlineData("Nothing", "expected String, or Vector<Key> of tokens [time] (MapValueToKey creates keys from words), got no such column. The "
        + "available columns are: 'Text', 'Words'.")]
    public void Fit_WrongColumn_StatesTheExpectedType(string column, string message)
    {
        var rows = _context.Data.LoadFromEnumerable([new WordRow { Text = Line, Words = ["a"] }]);
        var trainer = _context.Recurrent.LanguageModel(column);
        var expected = $"Schema mismatch for input column '{column}': {message}";

        Assert.StartsWith(expected, Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(rows)).Message, StringComparison.Ordinal);
        Assert.StartsWith(expected, Assert.Throws<ArgumentOutOfRangeException>(
            () => trainer.GetOutputSchema(ShapeRecorder.ShapeOf(rows))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Input column 'Text' has 0 characters, expected at least 2: provide a longer text.")]
    [InlineData("x", "Input column 'Text' has 1 characters, expected at least 2: provide a longer text.")]
    public void Fit_NoText_Throws(string text, string message) => Assert.Equal(
        message, Assert.Throws<SequenceDataException>(() => _context.Recurrent.LanguageModel(Quick)
            .Fit(_context.Data.LoadFromEnumerable([new WordRow { Text = text }]))).Message);

    [Fact]
    public void LanguageModel_InvalidOptions_ListsEveryError() => Assert.Equal(
        "The options of the language trainer are invalid: InputColumnName must not be empty; HiddenSize must be at least 1, got 0; "
            + "ParallelStreams must be at least 1, got -1; "
        + "MaxVocabularySize must be at least 2, got 1; Fit.TruncatedBpttSteps must be set, to the number of tokens for back-propagation, such as "
            + "64; "
        + "ValidationFraction must be from 0 to less than 1, got 1.",
        Assert.Throws<ArgumentException>(() => _context.Recurrent.LanguageModel(new LanguageTrainerOptions
        {
            InputColumnName = "",
            HiddenSize = 0,
            ParallelStreams = -1,
            MaxVocabularySize = 1,
            Fit = new FitOptions(),
            ValidationFraction = 1,
        })).Message);

    private IDataView Rows(int count) => _context.Data.LoadFromEnumerable(Enumerable.Repeat(new TextRow { Text = Line }, count));

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }

    private sealed class WordRow
    {
        public string Text { get; set; } = "";

        public string[] Words { get; set; } = [];
    }
}
