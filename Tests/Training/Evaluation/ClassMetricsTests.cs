using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The metrics of single classes, against oracles written from the definitions of scikit-learn.</summary>
public sealed class ClassMetricsTests
{
    [Fact]
    public void FromProbabilities_ExampleOfScikitLearn_HasItsAveragePrecision()
    {
        // average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) = 0.83...
        var metrics = ClassificationMetrics.FromProbabilities([0, 0, 1, 1], [0.9f, 0.1f, 0.6f, 0.4f, 0.65f, 0.35f, 0.2f, 0.8f], 2);

        Assert.Equal(5.0 / 6, metrics.Classes[1].AveragePrecision, 12);
        Assert.Equal((1.0, 0.5, 2.0 / 3, 2L, 1L), Values(metrics.Classes[1]));
        Assert.Equal((2.0 / 3, 1.0, 0.8, 2L, 3L), Values(metrics.Classes[0]));
    }

    [Fact]
    public void FromProbabilities_EqualProbabilities_AveragePrecisionIsTheShareOfTheClass()
    {
        // The order of the rows must not matter: one threshold, at which every row is predicted.
        var metrics = ClassificationMetrics.FromProbabilities([1, 0, 0, 0, 1], [.. Enumerable.Repeat(0.5f, 10)], 2);

        Assert.Equal(0.4, metrics.Classes[1].AveragePrecision, 12);
        Assert.Equal(0.6, metrics.Classes[0].AveragePrecision, 12);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(2, 5, 40)]
    [InlineData(3, 11, 200)]
    [InlineData(4, 1000, 500)]
    public void FromProbabilities_RandomScores_MatchTheDefinition(int seed, int levels, int rows)
    {
        var random = new Random(seed);
        const int classes = 4;
        int[] actual = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes - 1))];
        // Few levels give many ties.
        float[] scores = [.. Enumerable.Range(0, rows * classes).Select(_ => (float)random.Next(levels) / levels)];

        var metrics = ClassificationMetrics.FromProbabilities(actual, scores, classes);

        for (var index = 0; index < classes; index++)
        {
            var expected = AveragePrecisionByThresholds(actual, scores, classes, index);
            Assert.Equal(expected, metrics.Classes[index].AveragePrecision, 9);
            var predicted = Enumerable.Range(0, rows).Select(row => FirstMax(scores.AsSpan(row * classes, classes))).ToArray();
            var (hits, support, count) = (
                Enumerable.Range(0, rows).Count(row => actual[row] == index && predicted[row] == index),
                actual.Count(one => one == index), predicted.Count(one => one == index));
            Assert.Equal((support, count), (metrics.Classes[index].Support, metrics.Classes[index].PredictedCount));
            Assert.Equal(count == 0 ? double.NaN : (double)hits / count, metrics.Classes[index].Precision, 12);
            Assert.Equal(support == 0 ? double.NaN : (double)hits / support, metrics.Classes[index].Recall, 12);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(49)]
    [InlineData(1000)]
    public void FromProbabilities_ClassThatIsAlwaysRankedFirst_HasExactlyOne(int rows)
    {
        var random = new Random(rows);
        int[] actual = [.. Enumerable.Range(0, rows).Select(row => row % 2)];
        float[] scores = [.. actual.SelectMany(label => new[] { 1 - label - random.NextSingle(), label + random.NextSingle() })];

        Assert.Equal(1, ClassificationMetrics.FromProbabilities(actual, scores, 2).Classes[1].AveragePrecision);
    }

    [Fact]
    public void FromClasses_ClassThatNeitherOccursNorIsPredicted_HasNoScores()
    {
        var metrics = ClassificationMetrics.FromClasses([0, 0, 0], [0, 0, 0], 2);

        Assert.Equal((double.NaN, double.NaN, double.NaN, 0L, 0L), Values(metrics.Classes[1]));
        Assert.True(double.IsNaN(metrics.Classes[1].AveragePrecision));
        // Of class 0 alone.
        Assert.Equal(1, metrics.MacroF1);
    }

    [Theory]
    [InlineData(new[] { 0, 0, 1 }, new[] { 0, 0, 0 }, double.NaN, 0, 0)]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 1, 1 }, 0, double.NaN, 0)]
    public void FromClasses_ClassWithoutPredictionsOrRows_LeavesUndefinedFiguresOut(
        int[] actual, int[] predicted, double precision, double recall, double f1)
    {
        var one = ClassificationMetrics.FromClasses(actual, predicted, 2).Classes[1];

        Assert.Equal((precision, recall, f1), (one.Precision, one.Recall, one.F1));
    }

    private static (double Precision, double Recall, double F1, long Support, long Predicted) Values(ClassMetrics metrics) =>
        (metrics.Precision, metrics.Recall, metrics.F1, metrics.Support, metrics.PredictedCount);

    private static int FirstMax(ReadOnlySpan<float> row)
    {
        var max = 0;
        for (var index = 1; index < row.Length; index++)
            max = row[index] > row[max] ? index : max;
        return max;
    }

    // The sum of (R[n] - R[n-1]) P[n] over every distinct score, from the highest.
    private static double AveragePrecisionByThresholds(int[] actual, float[] scores, int classes, int index)
    {
        var rows = actual.Select((one, row) => (IsPositive: one == index, Score: scores[(row * classes) + index])).ToList();
        var total = rows.Count(row => row.IsPositive);
        if (total == 0)
            return double.NaN;
        var (sum, before) = (0.0, 0.0);
        foreach (var threshold in rows.Select(row => row.Score).Distinct().OrderDescending())
        {
            var above = rows.Where(row => row.Score >= threshold).ToList();
            var recall = (double)above.Count(row => row.IsPositive) / total;
            sum += (recall - before) * above.Count(row => row.IsPositive) / above.Count;
            before = recall;
        }

        return sum;
    }
}
