using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class TextGeneratorTests : IDisposable
{
    private static readonly Vocabulary Characters = new(TokenUnit.Characters, ["", " ", "a", "b", "."]);
    private static readonly Vocabulary Words = new(TokenUnit.Words, ["", " a", " b", ".", "\n\n", " c"]);

    private readonly RecurrentModel _characters = Load(Characters);
    private readonly RecurrentModel _words = Load(Words);

    public void Dispose()
    {
        _characters.Dispose();
        _words.Dispose();
    }

    [Fact]
    public void Generate_MostLikelyTokens_MatchScoringTheWholeSequence()
    {
        var text = string.Concat(new TextGenerator(_characters).Generate("ab ", new GenerationOptions { NewTokens = 12, TopK = 1 }));

        var expected = "ab ";
        for (var index = 0; index < 12; index++)
            expected += Characters.Tokens[Enumerable.Range(1, 4).MaxBy(token => Next(Characters.Encode(expected))[token])];
        Assert.Equal(expected["ab ".Length..], text);
    }

    [Fact]
    public void Generate_SameSeed_GeneratesTheSameText()
    {
        var generator = new TextGenerator(_characters);

        var texts = new[] { 1, 1, 2 }.Select(seed => new GenerationOptions { NewTokens = 50, Seed = seed })
            .Select(options => string.Concat(generator.Generate("a", options)))
            .ToList();

        Assert.Equal(50, texts[0].Length);
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Fact]
    public void Generate_EnumeratedPartially_GeneratesLazily()
    {
        using var tokens = new TextGenerator(_characters).Generate("a", new GenerationOptions { NewTokens = int.MaxValue }).GetEnumerator();

        Assert.True(tokens.MoveNext());
        Assert.True(tokens.MoveNext());
    }

    [Fact]
    public void Generate_Words_FormsAText()
    {
        var generator = new TextGenerator(_words);

        var following = string.Concat(generator.Generate("a b.", new GenerationOptions { NewTokens = 100 }));

        // Appended to the prompt it is a text of known tokens, except that consecutive blank lines count as one.
        var text = Regex.Replace("a b." + following, "\n+", "\n\n").TrimEnd('\n');
        Assert.Equal(text, Words.Decode(Words.Encode(text)));
        Assert.Empty(Words.FindUnknownTokens(text));
        Assert.Contains("\n\n", following, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n ", following, StringComparison.Ordinal);
    }

    [Fact]
    public void SuggestWords_ModelOfWords_ReturnsTheMostLikelyTokens()
    {
        var expected = Next(_words, Words.Encode("a b")).Index().Skip(1).OrderByDescending(entry => entry.Item).Take(3)
            .Select(entry => new TextSuggestion(Words.Tokens[entry.Index].TrimStart(' '), entry.Item));

        Assert.Equal(expected, new TextGenerator(_words).SuggestWords("a b", 3));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("ab ")]
    public void SuggestWords_ModelOfCharacters_ReturnsTheMostLikelyOfAllWords(string prompt)
    {
        const int MaxLength = 6;
        // Every word of up to six letters, each scored as a separate sequence: letters, followed by any other token.
        var words = new List<(string Text, double Probability)>();
        Extend("", 1);

        var suggestions = new TextGenerator(_characters).SuggestWords(prompt, 5);

        var expected = words.OrderByDescending(word => word.Probability).Take(5).ToList();
        Assert.All(expected, word => Assert.InRange(word.Text.Length, 1, MaxLength - 1));
        Assert.Equal(expected.Select(word => word.Text), suggestions.Select(suggestion => suggestion.Text));
        Assert.All(expected.Zip(suggestions), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-6));

        void Extend(string word, double probability)
        {
            var next = Next(Characters.Encode("ab " + word));
            if (word.Length > 0)
                words.Add((word, probability * (next[0] + next[1] + next[4])));
            if (word.Length == MaxLength)
                return;
            Extend(word + "a", probability * next[2]);
            Extend(word + "b", probability * next[3]);
        }
    }

    public static TheoryData<string, GenerationOptions, string> Invalid => new()
    {
        { "", new GenerationOptions(), "The prompt is empty, expected at least one character." },
        {
            "a\u00fcb\u00a3\u00fc", new GenerationOptions(),
            "The prompt has the characters '\u00fc' (U+00FC), '\u00a3' (U+00A3), which are not in the vocabulary: "
            + "remove them, or replace unknown tokens."
        },
        {
            "a\t", new GenerationOptions(),
            "The prompt has the character U+0009, which is not in the vocabulary: remove it, or replace unknown tokens."
        },
        {
            "a", new GenerationOptions { Temperature = 0, TopK = -1, NewTokens = 0 },
            "The generation options are invalid: length is 0, expected at least 1; temperature is 0, expected above 0; "
            + "top-k is -1, expected at least 1, or 0 for all tokens."
        },
        {
            "a", new GenerationOptions { Temperature = double.NaN },
            "The generation options are invalid: temperature is NaN, expected above 0."
        },
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Generate_InvalidArguments_ThrowsAtOnce(string prompt, GenerationOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new TextGenerator(_characters).Generate(prompt, options)).Message);

    [Fact]
    public void Generate_UnknownWord_NamesIt() => Assert.Equal(
        "The prompt has the word 'zebra', which is not in the vocabulary: remove it, or replace unknown tokens.",
        Assert.Throws<ArgumentException>(() => new TextGenerator(_words).Generate("a zebra")).Message);

    [Fact]
    public void Generate_ReplacedUnknownTokens_AreTheUnknownToken()
    {
        var options = new GenerationOptions { NewTokens = 1, TopK = 1, UnknownTokens = UnknownTokenPolicy.Replace };

        var text = string.Concat(new TextGenerator(_characters).Generate("a\u00fc", options));

        Assert.Equal(Characters.Tokens[Enumerable.Range(1, 4).MaxBy(token => Next([2, Vocabulary.UnknownToken])[token])], text);
    }

    [Fact]
    public void Create_NotALanguageModel_Throws()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Classify(features: 1, classes: 3)));

        Assert.Equal(
            "The task of the model is classify, expected language: only language models generate text.",
            Assert.Throws<ArgumentException>(() => new TextGenerator(model)).Message);
    }

    [Fact]
    public void Create_WithoutVocabulary_Throws()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Language(4)));

        Assert.Equal(
            "The model card has no vocabulary, which text generation requires.",
            Assert.Throws<ArgumentException>(() => new TextGenerator(model)).Message);
    }

    private static RecurrentModel Load(Vocabulary vocabulary, RecurrentEngine engine = RecurrentEngine.Auto) => RecurrentModel.Load(
        TestFile.Create(TestFile.Language(vocabulary.Count), vocabulary: vocabulary, seed: 3),
        options: new RecurrentModelOptions { Engine = engine });

    private float[] Next(long[] tokens) => Next(_characters, tokens);

    // The output of a model after the last token, with the tokens scored as one sequence.
    private static float[] Next(RecurrentModel model, long[] tokens)
    {
        var outputs = new float[model.GetOutputSize(tokens.Length)];
        model.ScoreTokens(tokens, outputs);
        return outputs[^model.Network.OutputSize..];
    }
}
