using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class BacktestTests
{
    // Two seasons of three rows, and the first row of the next.
    private static readonly float[] Series = [10, 20, 30, 12, 24, 36, 15];

    [Fact]
    public void Predict_FourStepsFromTwoSeasons_FollowsTheFormulas()
    {
        Assert.Equal([15, 15, 15, 15], Predict(Baseline.LastValue));
        Assert.Equal([24, 36, 15, 24], Predict(Baseline.SeasonalNaive(3)));
        // 15 - 12 more than a season ago
        Assert.Equal([27, 39, 18, 27], Predict(Baseline.SeasonalDrift(3)));
        Assert.Equal([30, 45, 18.75f, 30], Predict(Baseline.SeasonalDrift(3, logarithm: true)));
        Assert.Equal([21, 21, 21, 21], Predict(Baseline.Mean([10, 20, 33])));
    }

    [Fact]
    public void Predict_LogarithmOfNegativeValues_FallsBackToTheDifference()
    {
        var forecast = new float[1];
        Baseline.SeasonalDrift(1, logarithm: true).Predict([-2, -3], forecast);
        Assert.Equal([-4], forecast);
    }

    [Fact]
    public void Predict_HistoryTooShort_StatesTheRequiredLength() => Assert.StartsWith(
        "The seasonal-drift baseline needs at least 4 rows of history, got 3.",
        Assert.Throws<ArgumentException>(() => Baseline.SeasonalDrift(3).Predict([1, 2, 3], new float[1])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_EveryOrigin_UsesOnlyTheRowsBeforeIt()
    {
        var lengths = new List<int>();
        var backtest = Backtest.Run(Series, firstTarget: 3, horizon: 2, (history, forecast) =>
        {
            lengths.Add(history.Length);
            forecast.Fill(history.Span[^1]);
        });

        Assert.Equal([3, 4, 5], lengths);
        Assert.Equal([12, 24, 24, 36, 36, 15], backtest.Actual.ToArray());
        Assert.Equal([30, 30, 12, 12, 24, 24], backtest.Predicted.ToArray());
        Assert.Equal((18 + 6 + 12 + 24 + 12 + 9) / 6.0, backtest.GetMetrics().MeanAbsoluteError, 12);
        Assert.Equal((6 + 24 + 9) / 3.0, backtest.GetMetricsAtStep(2).MeanAbsoluteError, 12);
    }

    [Fact]
    public void Run_StrideOfTwo_SkipsOrigins() =>
        Assert.Equal(2, Backtest.Run(Series, firstTarget: 3, horizon: 2, Baseline.LastValue, stride: 2).OriginCount);

    [Fact]
    public void Run_SeriesShorterThanHorizon_StatesTheRequiredRows() => Assert.StartsWith(
        "The series has 7 rows, expected at least 8 to forecast 3 rows from row 5.",
        Assert.Throws<ArgumentException>(() => Backtest.Run(Series, firstTarget: 5, horizon: 3, Baseline.LastValue)).Message,
        StringComparison.Ordinal);

    private static float[] Predict(Baseline baseline)
    {
        var forecast = new float[4];
        baseline.Predict(Series, forecast);
        return forecast;
    }
}
