using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class VocabularyTests
{
    [Property(MaxTest = 200)]
    public Property Encode_Characters_RoundTrips() => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
    {
        // A lone surrogate is not a character.
        var whole = string.Concat(text.Get.EnumerateRunes());
        var vocabulary = Vocabulary.FromTexts([whole], TokenUnit.Characters);

        Assert.Equal(whole, vocabulary.Decode(vocabulary.Encode(whole)));
        Assert.Equal(whole.EnumerateRunes().Count(), vocabulary.Encode(whole).Length);
        Assert.Empty(vocabulary.FindUnknownTokens(whole));
    });

    [Theory]
    [InlineData("To be, or not to be", " To| be|,| or| not| to| be")]
    [InlineData("It's \u201Cshe\u201D", " It's| \u201C|she|\u201D")]
    [InlineData("wrapped\nline  and\n\n  a paragraph\n", " wrapped| line| and|\n\n| a| paragraph")]
    [InlineData("caf\u00e9 cafe\u0301 3rd \uD83D\uDE00!", " caf\u00e9| cafe\u0301| 3rd| \uD83D\uDE00|!")]
    [InlineData(" \n\n ", "")]
    public void Split_Words_ReturnsWordsAndSigns(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', TextTokenizer.Split(TokenUnit.Words, text).Select(token => token.Text)));

    [Theory]
    [InlineData(TokenUnit.Words)]
    [InlineData(TokenUnit.Characters)]
    public void Split_AnyUnit_ReturnsAscendingStarts(TokenUnit unit)
    {
        const string Text = "One  two, \uD83D\uDE00\n\nThree\nfour.";

        var tokens = TextTokenizer.Split(unit, Text).ToList();

        Assert.Equal(0, tokens[0].Start);
        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.First.Start < pair.Second.Start));
        Assert.All(tokens, token =>
        {
            var rest = Text[token.Start..];
            if (unit == TokenUnit.Words)
                Assert.StartsWith(token.Text.Trim(), rest.TrimStart(), StringComparison.Ordinal);
            else
                Assert.StartsWith(token.Text, rest, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Decode_Words_RestoresSpaces()
    {
        const string Text = "\"Well,\" said he\n(at last).\n\n\"Yes.\"";
        var vocabulary = Vocabulary.FromTexts([Text], TokenUnit.Words);

        Assert.Equal("\"Well,\" said he (at last).\n\n\"Yes.\"", vocabulary.Decode(vocabulary.Encode(Text)));
    }

    [Fact]
    public void FromTexts_MoreTokensThanMaxCount_KeepsTheMostFrequent()
    {
        var vocabulary = Vocabulary.FromTexts(["b a c a b a d"], TokenUnit.Words, maxCount: 3);

        Assert.Equal(["", " a", " b"], vocabulary.Tokens);
        Assert.Equal([2, 1, 0, 1, 2, 1, 0], vocabulary.Encode("b a c a b a d"));
        Assert.Equal([" c", " d"], vocabulary.FindUnknownTokens("b a c a c d"));
        Assert.Equal("b a \uFFFD", vocabulary.Decode([2, 1, 0]));
    }

    [Fact]
    public void Encode_WordWithoutItsSpace_MatchesTheVocabulary()
    {
        var vocabulary = Vocabulary.FromTexts(["he said (no)"], TokenUnit.Words);

        var expected = new[] { "(", " he", "no" }.Select(token => (long)vocabulary.GetTokenId(token));
        Assert.Equal(expected, vocabulary.Encode("(he no"));
    }

    public static TheoryData<string[], string> Invalid => new()
    {
        { [""], "A vocabulary must start with \"\" for the unknown token, followed by at least one token. (Parameter 'tokens')" },
        { ["a", "b"], "A vocabulary must start with \"\" for the unknown token, followed by at least one token. (Parameter 'tokens')" },
        { ["", "a", ""], "Token 2 of the vocabulary is empty. (Parameter 'tokens')" },
        { ["", "a", "b", "a"], "Token 3 of the vocabulary is 'a', which is defined more than once. (Parameter 'tokens')" },
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Create_InvalidTokens_NamesThem(string[] tokens, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Vocabulary(TokenUnit.Characters, tokens)).Message);

    [Fact]
    public void Card_WithVocabulary_RoundTrips()
    {
        var vocabulary = Vocabulary.FromTexts(["\"na\u00efve\"\n"], TokenUnit.Characters);
        var json = new ModelCard { Network = TestFile.Language(vocabulary.Count), Vocabulary = vocabulary }.ToJson();

        var read = ModelCard.FromJson(json).Vocabulary!;

        Assert.Equal(TokenUnit.Characters, read.TokenUnit);
        Assert.Equal(vocabulary.Tokens, read.Tokens);
        Assert.DoesNotContain("vocabulary\":{", new ModelCard { Network = TestFile.Language(3) }.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithOtherVocabularySize_Throws()
    {
        var json = new ModelCard { Network = TestFile.Language(4), Vocabulary = new Vocabulary(TokenUnit.Characters, ["", "a"]) }.ToJson();

        Assert.Equal(
            "The vocabulary of the model card has 2 tokens, but the embedding of its network has 4.",
            Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(json)).Message);
    }
}
