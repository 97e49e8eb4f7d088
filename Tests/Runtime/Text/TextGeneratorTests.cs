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
    public void Generate_TheLikeliestTokens_AreThoseOfTheWholeSequence()
    {
        var text = string.Concat(new TextGenerator(_characters).Generate("ab ", new GenerationOptions { NewTokens = 12, TopK = 1 }));

        var expected = "ab ";
        for (var index = 0; index < 12; index++)
            expected += Characters.Tokens[Enumerable.Range(1, 4).MaxBy(token => Next(Characters.Encode(expected))[token])];
        Assert.Equal(expected["ab ".Length..], text);
    }

    [Fact]
    public void Generate_OneSeed_WritesOneText()
    {
        var generator = new TextGenerator(_characters);

        var texts = new[] { 1, 1, 2 }.Select(seed => string.Concat(generator.Generate("a", new GenerationOptions { NewTokens = 50, Seed = seed }))).ToList();

        Assert.Equal(50, texts[0].Length);
        Assert.Equal(texts[0], texts[1]);
        Assert.NotEqual(texts[0], texts[2]);
    }

    [Fact]
    public void Generate_ReadPieceByPiece_IsWrittenAsItIsRead()
    {
        using var tokens = new TextGenerator(_characters).Generate("a", new GenerationOptions { NewTokens = int.MaxValue }).GetEnumerator();

        Assert.True(tokens.MoveNext());
        Assert.True(tokens.MoveNext());
    }

    [Fact]
    public void Generate_Words_ContinuesThePromptAsATextIsWritten()
    {
        var generator = new TextGenerator(_words);

        var following = string.Concat(generator.Generate("a b.", new GenerationOptions { NewTokens = 100 }));

        // Put behind the prompt it is a text of known tokens, but for blank lines behind one another, which count as one.
        var text = Regex.Replace("a b." + following, "\n+", "\n\n").TrimEnd('\n');
        Assert.Equal(text, Words.Decode(Words.Encode(text)));
        Assert.Empty(Words.FindUnknownTokens(text));
        Assert.Contains("\n\n", following, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n ", following, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_Words_AreTheLikeliestTokens()
    {
        var expected = Next(_words, Words.Encode("a b")).Index().Skip(1).OrderByDescending(entry => entry.Item).Take(3)
            .Select(entry => new TextSuggestion(Words.Tokens[entry.Index].TrimStart(' '), entry.Item));

        Assert.Equal(expected, new TextGenerator(_words).SuggestWords("a b", 3));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("ab ")]
    public void Suggest_WordsOfCharacters_AreTheLikeliestOfAllWords(string prompt)
    {
        const int Longest = 6;
        // Every word of up to six letters, each scored as a sequence of its own: characters, then anything that no letter is.
        var words = new List<(string Text, double Probability)>();
        Lengthen("", 1);

        var suggestions = new TextGenerator(_characters).SuggestWords(prompt, 5);

        var expected = words.OrderByDescending(word => word.Probability).Take(5).ToList();
        Assert.All(expected, word => Assert.InRange(word.Text.Length, 1, Longest - 1));
        Assert.Equal(expected.Select(word => word.Text), suggestions.Select(suggestion => suggestion.Text));
        Assert.All(expected.Zip(suggestions), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-6));

        void Lengthen(string word, double probability)
        {
            var next = Next(Characters.Encode("ab " + word));
            if (word.Length > 0)
                words.Add((word, probability * (next[0] + next[1] + next[4])));
            if (word.Length == Longest)
                return;
            Lengthen(word + "a", probability * next[2]);
            Lengthen(word + "b", probability * next[3]);
        }
    }

    public static TheoryData<string, GenerationOptions, string> Refused => new()
    {
        { "", new GenerationOptions(), "The prompt is empty: begin the text with at least one character." },
        { "a\u00fcb\u00a3\u00fc", new GenerationOptions(), "The prompt has characters '\u00fc' (U+00FC), '\u00a3' (U+00A3), which the model never saw: leave them out, or have them replaced." },
        { "a\t", new GenerationOptions(), "The prompt has the character U+0009, which the model never saw: leave it out, or have it replaced." },
        { "a", new GenerationOptions { Temperature = 0, TopK = -1, NewTokens = 0 }, "No text can be written: length is 0, expected at least 1; temperature is 0, expected above 0; top-k is -1, expected at least 1, or 0 for all tokens." },
        { "a", new GenerationOptions { Temperature = double.NaN }, "No text can be written: temperature is NaN, expected above 0." },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Generate_WhatCannotBe_IsRefusedAtOnce(string prompt, GenerationOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new TextGenerator(_characters).Generate(prompt, options)).Message);

    [Fact]
    public void Generate_AnUnknownWord_IsNamed() => Assert.Equal(
        "The prompt has the word 'zebra', which the model never saw: leave it out, or have it replaced.",
        Assert.Throws<ArgumentException>(() => new TextGenerator(_words).Generate("a zebra")).Message);

    [Fact]
    public void Generate_UnknownTokensReplaced_AreReadAsTheUnknownOne()
    {
        var text = string.Concat(new TextGenerator(_characters).Generate("a\u00fc", new GenerationOptions { NewTokens = 1, TopK = 1, UnknownTokens = UnknownTokenPolicy.Replace }));

        Assert.Equal(Characters.Tokens[Enumerable.Range(1, 4).MaxBy(token => Next([2, Vocabulary.UnknownToken])[token])], text);
    }

    [Fact]
    public void Create_NoLanguageModel_IsRefused()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Classify(features: 1, classes: 3)));

        Assert.Equal("The model has the task classify, expected language: it writes no text.", Assert.Throws<ArgumentException>(() => new TextGenerator(model)).Message);
    }

    [Fact]
    public void Create_NoVocabulary_IsRefused()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Language(4)));

        Assert.Equal("The model's card has no vocabulary: its tokens are numbers without texts.", Assert.Throws<ArgumentException>(() => new TextGenerator(model)).Message);
    }

    private static RecurrentModel Load(Vocabulary vocabulary, RecurrentEngine engine = RecurrentEngine.Auto) => RecurrentModel.Load(
        TestFile.Create(TestFile.Language(vocabulary.Count), vocabulary: vocabulary, seed: 3), options: new RecurrentModelOptions { Engine = engine });

    private float[] Next(long[] tokens) => Next(_characters, tokens);

    // What a model gives after the last of some tokens, scored as one sequence.
    private static float[] Next(RecurrentModel model, long[] tokens)
    {
        var answers = new float[model.GetOutputSize(tokens.Length)];
        model.ScoreTokens(tokens, answers);
        return answers[^model.Network.Outputs..];
    }
}
