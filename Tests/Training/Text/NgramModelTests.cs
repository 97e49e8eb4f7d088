using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class NgramModelTests
{
    private const int Vocabulary = 4;

    [Property(MaxTest = 100)]
    public Property Probabilities_OfEveryOrder_AreWittenAndBells() => Prop.ForAll(Texts, Texts, (fitted, text) =>
    {
        var model = new NgramModel(fitted, Vocabulary);
        var actual = new double[NgramModel.MaxOrder + 1];

        for (var index = 0; index < text.Length; index++)
        {
            model.GetProbabilities(text, index, actual);

            for (var order = 0; order < actual.Length; order++)
                Assert.Equal(WittenBell(fitted, text[Math.Max(0, index - order)..index], text[index]), actual[order], 1e-12);
        }
    });

    [Property(MaxTest = 50)]
    public Property Probabilities_OfAllTokens_AddUpToOne() => Prop.ForAll(Texts, Texts, (fitted, history) =>
    {
        var model = new NgramModel(fitted, Vocabulary);
        var (sums, probabilities) = (new double[NgramModel.MaxOrder + 1], new double[NgramModel.MaxOrder + 1]);

        for (var token = 0; token < Vocabulary; token++)
        {
            model.GetProbabilities([.. history, token], history.Length, probabilities);
            for (var order = 0; order < sums.Length; order++)
                sums[order] += probabilities[order];
        }

        Assert.All(sums, sum => Assert.Equal(1, sum, 1e-9));
    });

    private static Arbitrary<long[]> Texts => Gen.Choose(0, Vocabulary - 2).Select(token => (long)token).NonEmptyListOf()
        .Select(tokens => tokens.ToArray()).ToArbitrary();

    // The formula, with fresh counts for each call; tokens 0 to 2 occur, token 3 never does.
    private static double WittenBell(long[] fitted, long[] history, long token)
    {
        var shorter = history.Length == 0 ? 1.0 / Vocabulary : WittenBell(fitted, history[1..], token);
        var followers = Enumerable.Range(0, Math.Max(0, fitted.Length - history.Length))
            .Where(start => fitted.AsSpan(start, history.Length).SequenceEqual(history))
            .Select(start => fitted[start + history.Length])
            .ToList();
        var different = followers.Distinct().Count();
        return followers.Count == 0 ? shorter : (followers.Count(
            follower => follower == token) + (different * shorter)) / (followers.Count + different);
    }
}
