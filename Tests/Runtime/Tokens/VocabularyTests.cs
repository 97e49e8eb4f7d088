using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class VocabularyTests
{
    [Property(MaxTest = 200)]
    public Property Encode_CharactersOfAText_DecodeToIt() => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
    {
        // A half of a surrogate pair is no character.
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
    public void Split_Words_GivesWordsAndSigns(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', TextTokenizer.Split(TokenUnit.Words, text).Select(token => token.Text)));

    [Theory]
    [InlineData(TokenUnit.Words)]
    [InlineData(TokenUnit.Characters)]
    public void Split_Starts_LieWhereTheTextIsCut(TokenUnit kind)
    {
        const string Text = "One  two, \uD83D\uDE00\n\nThree\nfour.";

        var tokens = TextTokenizer.Split(kind, Text).ToList();

        Assert.Equal(0, tokens[0].Start);
        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.First.Start < pair.Second.Start));
        Assert.All(tokens, token => Assert.StartsWith(kind == TokenUnit.Words ? token.Text.Trim() : token.Text, kind == TokenUnit.Words ? Text[token.Start..].TrimStart() : Text[token.Start..], StringComparison.Ordinal));
    }

    [Fact]
    public void Decode_Words_PutsSpacesBack()
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
    public void Encode_WordInVocabularyOnlyWithSpace_IsThatWord()
    {
        var vocabulary = Vocabulary.FromTexts(["he said (no)"], TokenUnit.Words);

        Assert.Equal([vocabulary.GetTokenId("("), vocabulary.GetTokenId(" he"), vocabulary.GetTokenId("no")], vocabulary.Encode("(he no").Select(token => (int)token));
    }

    public static TheoryData<string[], string> Faulty => new()
    {
        { [""], "The vocabulary has no tokens beside the unknown one: expected \"\" as the first, and at least one more. (Parameter 'tokens')" },
        { ["a", "b"], "The vocabulary has no tokens beside the unknown one: expected \"\" as the first, and at least one more. (Parameter 'tokens')" },
        { ["", "a", ""], "Token 2 of the vocabulary is empty. (Parameter 'tokens')" },
        { ["", "a", "b", "a"], "Token 3 of the vocabulary is 'a', which an earlier one is too. (Parameter 'tokens')" },
    };

    [Theory, MemberData(nameof(Faulty))]
    public void Create_FaultyTokens_SaysWhich(string[] tokens, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Vocabulary(TokenUnit.Characters, tokens)).Message);

    [Fact]
    public void Card_WithAVocabulary_ReadsBack()
    {
        var vocabulary = Vocabulary.FromTexts(["\"na\u00efve\"\n"], TokenUnit.Characters);
        var json = new ModelCard { Network = TestFile.Language(vocabulary.Count), Vocabulary = vocabulary }.ToJson();

        var read = ModelCard.FromJson(json).Vocabulary!;

        Assert.Equal(TokenUnit.Characters, read.TokenUnit);
        Assert.Equal(vocabulary.Tokens, read.Tokens);
        Assert.DoesNotContain("vocabulary\":{", new ModelCard { Network = TestFile.Language(3) }.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithAnotherNumberOfTokens_IsRefused()
    {
        var json = new ModelCard { Network = TestFile.Language(4), Vocabulary = new Vocabulary(TokenUnit.Characters, ["", "a"]) }.ToJson();

        Assert.Equal(
            "The model card has 2 tokens in its vocabulary, but its network reads 4.",
            Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(json)).Message);
    }
}
