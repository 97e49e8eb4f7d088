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
        var vocabulary = Vocabulary.Of([whole], TextTokens.Characters);

        Assert.Equal(whole, vocabulary.Decode(vocabulary.Encode(whole)));
        Assert.Equal(whole.EnumerateRunes().Count(), vocabulary.Encode(whole).Length);
        Assert.Empty(vocabulary.UnknownIn(whole));
    });

    [Theory]
    [InlineData("To be, or not to be", " To| be|,| or| not| to| be")]
    [InlineData("It's \u201Cshe\u201D", " It's| \u201C|she|\u201D")]
    [InlineData("wrapped\nline  and\n\n  a paragraph\n", " wrapped| line| and|\n\n| a| paragraph")]
    [InlineData("caf\u00e9 cafe\u0301 3rd \uD83D\uDE00!", " caf\u00e9| cafe\u0301| 3rd| \uD83D\uDE00|!")]
    [InlineData(" \n\n ", "")]
    public void Split_Words_GivesWordsAndSigns(string text, string tokens) =>
        Assert.Equal(tokens, string.Join('|', TextTokenizer.Split(TextTokens.Words, text).Select(token => token.Text)));

    [Theory]
    [InlineData(TextTokens.Words)]
    [InlineData(TextTokens.Characters)]
    public void Split_Starts_LieWhereTheTextIsCut(TextTokens kind)
    {
        const string Text = "One  two, \uD83D\uDE00\n\nThree\nfour.";

        var tokens = TextTokenizer.Split(kind, Text).ToList();

        Assert.Equal(0, tokens[0].Start);
        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.First.Start < pair.Second.Start));
        Assert.All(tokens, token => Assert.StartsWith(kind == TextTokens.Words ? token.Text.Trim() : token.Text, kind == TextTokens.Words ? Text[token.Start..].TrimStart() : Text[token.Start..], StringComparison.Ordinal));
    }

    [Fact]
    public void Decode_Words_PutsSpacesBack()
    {
        const string Text = "\"Well,\" said he\n(at last).\n\n\"Yes.\"";
        var vocabulary = Vocabulary.Of([Text], TextTokens.Words);

        Assert.Equal("\"Well,\" said he (at last).\n\n\"Yes.\"", vocabulary.Decode(vocabulary.Encode(Text)));
    }

    [Fact]
    public void Of_MoreTokensThanRoom_KeepsTheMostFrequent()
    {
        var vocabulary = Vocabulary.Of(["b a c a b a d"], TextTokens.Words, largest: 3);

        Assert.Equal(["", " a", " b"], vocabulary.Tokens);
        Assert.Equal([2, 1, 0, 1, 2, 1, 0], vocabulary.Encode("b a c a b a d"));
        Assert.Equal([" c", " d"], vocabulary.UnknownIn("b a c a c d"));
        Assert.Equal("b a \uFFFD", vocabulary.Decode([2, 1, 0]));
    }

    [Fact]
    public void Encode_AWordThatIsKnownWithASpaceOnly_IsThatWord()
    {
        var vocabulary = Vocabulary.Of(["he said (no)"], TextTokens.Words);

        Assert.Equal([vocabulary.Number("("), vocabulary.Number(" he"), vocabulary.Number("no")], vocabulary.Encode("(he no").Select(token => (int)token));
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
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Vocabulary(TextTokens.Characters, tokens)).Message);

    [Fact]
    public void Card_WithAVocabulary_ReadsBack()
    {
        var vocabulary = Vocabulary.Of(["\"na\u00efve\"\n"], TextTokens.Characters);
        var json = new ModelCard { Network = TestFile.Language(vocabulary.Count), Vocabulary = vocabulary }.ToJson();

        var read = ModelCard.FromJson(json).Vocabulary!;

        Assert.Equal(TextTokens.Characters, read.Kind);
        Assert.Equal(vocabulary.Tokens, read.Tokens);
        Assert.DoesNotContain("vocabulary\":{", new ModelCard { Network = TestFile.Language(3) }.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithAnotherNumberOfTokens_IsRefused()
    {
        var json = new ModelCard { Network = TestFile.Language(4), Vocabulary = new Vocabulary(TextTokens.Characters, ["", "a"]) }.ToJson();

        Assert.Equal(
            "The model card has 2 tokens in its vocabulary, but its network reads 4.",
            Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(json)).Message);
    }
}
