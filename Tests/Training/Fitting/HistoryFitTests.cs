using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Fits of the residuals of a baseline, computed on transformed targets.</summary>
public sealed class HistoryFitTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4) with
        {
            Forecast = new ForecastDescription { TargetFeatures = [0] },
        };

    private static readonly int[] Season = [3, 8, 5, 4];

    // The values of a season, doubled every season: the residuals of a drift baseline on logarithms are 0.
    private static readonly float[] Doubling =
        [.. Enumerable.Range(0, 40).Select(step => (float)(Season[step % Season.Length] * Math.Pow(2, step / Season.Length)))];

    [Fact]
    public void Fit_ResidualBaseline_ScalesByTheResiduals()
    {
        using var data = SequenceData.FromSeries(Doubling, featureCount: 1, window: 6);
        using var network = RecurrentNetwork.Create(Forecaster with
        {
            Normalization = InputNormalization.Standard,
            Forecast = Forecaster.Forecast with
            {
                Transform = TargetTransform.Log,
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
                SeasonLength = 4,
            },
        });

        network.FitScales(data);

        // Every value is twice the value one season earlier: every residual is log 2.
        Assert.Equal(Math.Log(2), network.TargetScale!.Mean[0], 1e-5);
        var logarithms = Enumerable.Range(0, 34).SelectMany(start => Doubling.Skip(start).Take(6)).Select(value => Math.Log(value)).ToArray();
        Assert.Equal(logarithms.Average(), network.InputScale!.Mean[0], 1e-4);
    }

    [Fact]
    public void Fit_DriftOfLogarithms_ForecastsDoubling()
    {
        using var none = NewDisposeScope();
        using var data = SequenceData.FromSeries(Doubling, featureCount: 1, window: 6, horizon: 3);
        using var network = RecurrentNetwork.Create(Forecaster with
        {
            Forecast = Forecaster.Forecast with
            {
                Horizon = 3,
                Transform = TargetTransform.Log,
                ResidualBaseline = ResidualBaseline.SeasonalDrift,
                SeasonLength = 4,
            },
            Normalization = InputNormalization.Standard,
        });

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 150 });

        using var _ = no_grad();
        var relative = ((network.forward(data.Inputs) / data.Targets) - 1).abs().max().item<float>();
        Assert.InRange(relative, 0, 0.01f);
    }

    [Fact]
    public void Fit_WindowTooShortForTheBaseline_IsRefused()
    {
        using var data = SequenceData.FromSeries(Doubling, featureCount: 1, window: 4);
        using var network = RecurrentNetwork.Create(Forecaster with
        {
            Forecast = Forecaster.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalDrift, SeasonLength = 4 },
        });

        Assert.Equal(
            "The sequences have 4 time steps, but residual baseline SeasonalDrift with season length 4 needs at least 5: "
            + "use a longer window or a shorter season.",
            Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, data)).Message);
    }

    [Theory]
    [InlineData(TargetTransform.Log, 0, new[] { 1f, 2, 3, 0, 4, 5, 6 },
        "The targets contain a value for which transform Log with offset 0 is undefined: expected above 0. "
        + "Raise the offset, or use another transform.")]
    [InlineData(TargetTransform.SquareRoot, 1, new[] { -2f, 2, 3, 1, 4, 5, 6 },
        "The history of the targets contains a value for which transform SquareRoot with offset 1 is undefined: expected at least -1. "
        + "Raise the offset, or use another transform.")]
    public void Fit_ValueWithUndefinedTransform_IsRefused(TargetTransform transform, double offset, float[] series, string message)
    {
        using var data = SequenceData.FromSeries(series, featureCount: 1, window: 3);
        using var network = RecurrentNetwork.Create(Forecaster with
        {
            Forecast = Forecaster.Forecast with { Transform = transform, TransformOffset = offset },
        });

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, data)).Message);
    }
}
