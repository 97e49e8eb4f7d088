using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class RecommendationTests
{
    private const string Noise = "The noise is two standard errors over the test rows; a different seed can change the figures by as much again.";

    [Fact]
    public void Create_TwoCellsTied_RecommendsTheSmaller()
    {
        var recommendation = Recommendation.Create([Comparisons.Classifier(RecurrentCell.Rnn, 0.13), Comparisons.Classifier(RecurrentCell.Lstm, 1),
            Comparisons.Classifier(RecurrentCell.Gru, 0.997)]);

        Assert.Equal(RecurrentCell.Gru, recommendation.Cell);
        Assert.Equal(
            "Recommended: GRU. LSTM and GRU are equal in accuracy (LSTM 100.0 %, GRU 99.7 %) within the noise of 640 test sequences; GRU is the "
                + "cheapest of them, with 7,650 multiply-adds per step. "
            + "Worse by more than the noise: RNN 13.0 %; memory reach RNN 0.2, compared with GRU 2+. The best baseline, majority, has accuracy "
                + "12.5 %. " + Noise,
            recommendation.Text);
    }

    [Fact]
    public void Create_OneSignificantlyBetter_RecommendsIt()
    {
        // Standard errors: sqrt(12.5^2 - 10^2) / 10 = 0.75 and sqrt(16^2 - 14^2) / 10 = 0.775; two of the difference are 2.16.
        var recommendation = Recommendation.Create(
            [Comparisons.Forecaster(RecurrentCell.Rnn, 14, 16), Comparisons.Forecaster(RecurrentCell.Lstm, 10, 12.5)]);

        Assert.Equal(RecurrentCell.Lstm, recommendation.Cell);
        Assert.Equal(
            "Recommended: LSTM. LSTM has the best MAE: LSTM 10. Worse by more than the noise: RNN 14; memory reach RNN 0.2, compared with LSTM "
                + "2+. The best baseline, last-value, has MAE 20. " + Noise,
            recommendation.Text);
    }

    [Theory]
    [InlineData(12.1, "LSTM and RNN")]
    [InlineData(12.2, "LSTM")]
    public void Create_Difference_IsNoiseUpToTwoStandardErrors(double mae, string tied)
    {
        var recommendation = Recommendation.Create(
            [Comparisons.Forecaster(RecurrentCell.Lstm, 10, 12.5), Comparisons.Forecaster(RecurrentCell.Rnn, mae, Math.Sqrt((mae * mae) + 60))]);

        Assert.StartsWith(tied == "LSTM" ? "Recommended: LSTM. LSTM has the best MAE" : $"Recommended: RNN. {tied} are equal in MAE",
            recommendation.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 33, "A baseline is better: last-value has MAE 20.")]
    [InlineData(19, 24, "A baseline is as good within noise: last-value has MAE 20.")]
    public void Create_NoCellBeatsTheBaseline_RecommendsNone(double mae, double rmse, string sentence)
    {
        var recommendation = Recommendation.Create([Comparisons.Forecaster(RecurrentCell.Rnn, mae, rmse)]);

        Assert.Null(recommendation.Cell);
        Assert.Equal($"Recommended: none of the cells as trained here. RNN has the best MAE: RNN {mae}. {sentence} {Noise}", recommendation.Text);
    }
}
