using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ForecastMetricsTests
{
    // errors 1, 2, 0, 5 of 10, 20, 40, 50; computed by hand.
    private static readonly float[] Actual = [10, 20, 40, 50];
    private static readonly float[] Predicted = [11, 18, 40, 45];

    [Fact]
    public void Compute_FourForecasts_MatchesValuesComputedByHand()
    {
        var metrics = ForecastMetrics.Compute(Actual, Predicted, maseScale: 4);

        Assert.Equal(4, metrics.Count);
        Assert.Equal(2, metrics.MeanAbsoluteError, 12);
        Assert.Equal(Math.Sqrt(30.0 / 4), metrics.RootMeanSquaredError, 12);
        // (10 + 10 + 0 + 10) / 4
        Assert.Equal(7.5, metrics.MeanAbsolutePercentageError, 12);
        Assert.Equal(200.0 / 4 * ((1.0 / 21) + (2.0 / 38) + (5.0 / 95)), metrics.SymmetricMeanAbsolutePercentageError, 12);
        Assert.Equal(0.5, metrics.MeanAbsoluteScaledError, 12);
    }

    [Fact]
    public void Compute_ZeroAmongTheValues_HasNoPercentageError()
    {
        var metrics = ForecastMetrics.Compute([0f, 0f, 4f], [0f, 1f, 4f]);

        Assert.True(double.IsNaN(metrics.MeanAbsolutePercentageError));
        Assert.Equal(200.0 / 3, metrics.SymmetricMeanAbsolutePercentageError, 12);
        Assert.True(double.IsNaN(metrics.MeanAbsoluteScaledError));
    }

    [Fact]
    public void Compute_DifferentNumberOfForecasts_StatesBothCounts() => Assert.Equal(
        "There must be one prediction for each actual value, and at least one; got 4 actual values and 3 predictions.",
        Assert.Throws<ArgumentException>(() => ForecastMetrics.Compute(Actual, Predicted.AsSpan(1))).Message);

    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(2, 7.0 / 3)]
    public void ComputeMaseScale_ShortSeries_IsTheMeanChangeOverASeason(int season, double expected) =>
        Assert.Equal(expected, ForecastMetrics.ComputeMaseScale([1, 3, 2, 6, 5], season), 12);

    [Fact]
    public void ComputeMaseScale_ConstantSeries_IsNaN() => Assert.True(double.IsNaN(ForecastMetrics.ComputeMaseScale([3, 3, 3])));

    [Fact]
    public void PinballLoss_BothSides_AreWeightedByTheLevel() =>
        // 0.9 * 2 above, 0.1 * 3 below
        Assert.Equal((1.8 + 0.3) / 2, ForecastMetrics.PinballLoss([12, 7], [10, 10], 0.9), 6);

    [Fact]
    public void PinballLoss_LevelOfOne_Throws() => Assert.StartsWith(
        "The level of a quantile must be above 0 and below 1.",
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastMetrics.PinballLoss([1], [1], 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Coverage_ValuesAtTheEnds_AreInside() => Assert.Equal(0.75, ForecastMetrics.Coverage([1, 2, 3, 4], [1, 1, 1, 1], [3, 3, 3, 3]), 12);
}
