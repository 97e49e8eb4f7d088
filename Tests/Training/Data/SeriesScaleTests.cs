using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The scale that precedes window normalization is at most ten times the deviation of the small series, if there are several.</summary>
public sealed class SeriesScaleTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 2) with
        {
            Normalization = InputNormalization.Window,
            Forecast = new ForecastDescription { TargetFeatures = [0] },
        };

    [Theory]
    [InlineData(InputNormalization.Window, true)]
    [InlineData(InputNormalization.Standard, false)]
    public void FitScales_SeriesOfDifferentSize_TakesTheSmallOneForWindows(InputNormalization normalization, bool isSmall)
    {
        var scale = Fit(Forecaster with { Normalization = normalization }, [(0, 1), (7000, 500), (1e6, 1e5)]);

        // A series alternates between -1 and 1 in its units.
        Assert.Equal(isSmall, scale.StandardDeviation[0] is > 9 and < 11);
        Assert.Equal(isSmall, scale.Mean[0] is > -0.1f and < 0.1f);
        Assert.Equal(!isSmall, scale.StandardDeviation[0] > 1e5f);
    }

    // Values of a single series keep the scale that they had in version 0.1.
    [Fact]
    public void FitScales_OneSeries_TakesAllOfItsWindows()
    {
        var window = Fit(Forecaster, [(7000, 500)]);
        var standard = Fit(Forecaster with { Normalization = InputNormalization.Standard }, [(7000, 500)]);

        Assert.Equal((standard.Mean[0], standard.StandardDeviation[0]), (window.Mean[0], window.StandardDeviation[0]));
    }

    [Fact]
    public void FitScales_ConstantSeries_IsIgnored() => Assert.InRange(Fit(Forecaster, [(5, 0), (40, 10), (1e6, 1e5)]).StandardDeviation[0], 90, 110);

    [Fact]
    public void FitScales_FewAlmostConstantSeries_AreIgnored()
    {
        var series = Enumerable.Range(0, 40).Select(index => (0.0, index < 2 ? 1e-4 : index < 39 ? 20 : 1e6)).ToArray();

        Assert.InRange(Fit(Forecaster, series).StandardDeviation[0], 190, 210);
    }

    // log(1e6 +- 1e3) is 13.8 +- 0.001, and float32 rounds 13.8 to a multiple of 1e-6.
    [Fact]
    public void FitScales_RoundedLogarithms_KeepTheirDigits()
    {
        var network = Forecaster with { Forecast = Forecaster.Forecast with { Transform = TargetTransform.Log } };
        (double, double)[] series = [(1e6, 1e3), (50, 45), (1e9, 9e8)];

        Assert.InRange(Fit(network, series).StandardDeviation[0], 0.25, 0.3);
        using var module = RecurrentNetwork.Create(network);
        module.SetScales(Fit(network, series), null, null);
        Assert.InRange(OnnxExporter.Export(module).Card!.ParityError!.Value, 0, 1e-5);
    }

    // Series of similar size keep the scale of all of them.
    [Fact]
    public void FitScales_SeriesOfSimilarSize_TakesAllOfThem()
    {
        var window = Fit(Forecaster, [(0, 1), (4, 3), (2, 5)]);
        var standard = Fit(Forecaster with { Normalization = InputNormalization.Standard }, [(0, 1), (4, 3), (2, 5)]);

        Assert.Equal((standard.Mean[0], standard.StandardDeviation[0]), (window.Mean[0], window.StandardDeviation[0]));
    }

    [Fact]
    public void FitScales_EverySeriesConstant_KeepsTheScaleOfAll() =>
        Assert.InRange(Fit(Forecaster, [(1, 0), (3, 0)]).StandardDeviation[0], 0.9f, 1.1f);

    private static AffineScale Fit(NetworkDescription network, (double Level, double Size)[] series)
    {
        var rows = series.SelectMany((of, index) => Enumerable.Range(0, 30)
            .Select(row => FormattableString.Invariant($"s{index},{of.Level + (row % 2 == 0 ? of.Size : -of.Size)}")));
        var columns = new DataColumns { Targets = ["y"], Series = "s" };
        var frame = TestFrames.Read(string.Join('\n', rows.Prepend("s,y").Append("")), columns);
        using var scope = NewDisposeScope();
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Forecast, Window = 6 });
        using var data = sequences.GetSequences(DataPart.Train);
        using var module = RecurrentNetwork.Create(network);
        module.FitScales(data);
        return module.InputScale!;
    }
}
