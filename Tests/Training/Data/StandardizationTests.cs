using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class StandardizationTests
{
    [Fact]
    public void Fit_Sequences_IsMeanAndStandardDeviationOfEachFeature()
    {
        using var scope = NewDisposeScope();
        var sequences = (TestNetworks.Input(batch: 7, time: 5, features: 3, seed: 1) * 2) + tensor(new[] { 10f, -3f, 0f });

        var scale = Standardization.Fit(sequences);

        var rows = OracleTensors.ToDoubles(sequences).Chunk(3).ToArray();
        for (var feature = 0; feature < 3; feature++)
        {
            var mean = rows.Average(row => row[feature]);
            Assert.Equal(mean, scale.Mean[feature], 1e-5);
            Assert.Equal(Math.Sqrt(rows.Average(row => Math.Pow(row[feature] - mean, 2))), scale.StandardDeviation[feature], 1e-5);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(-1e30f)]
    public void Fit_ConstantFeature_HasStandardDeviationOne(float value)
    {
        using var constant = full([40, 30, 1], value);

        var scale = Standardization.Fit(constant);

        Assert.Equal(value, Assert.Single(scale.Mean));
        Assert.Equal(1f, Assert.Single(scale.StandardDeviation));
    }

    [Fact]
    public void Fit_SmallSpreadFarFromZero_IsResolved()
    {
        using var scope = NewDisposeScope();
        // In single precision, the next value above 16,777,216 is 16,777,218.
        var values = full([1000, 2, 1], 16_777_216f);
        values.select(1, 0).fill_(16_777_220f);

        var scale = Standardization.Fit(values);

        Assert.Equal(16_777_218f, Assert.Single(scale.Mean));
        Assert.Equal(2f, Assert.Single(scale.StandardDeviation));
    }

    [Theory]
    [InlineData(1e9f, "around 1e9 (1000000000) are rounded to multiples of 64, ", "subtract 1e9 (1000000000) from it first")]
    [InlineData(-1e9f, "around -1e9 (-1000000000) are rounded to multiples of 64, ", "add 1e9 (1000000000) to it first")]
    public void Fit_SpreadBelowTheDigitsOfFloat32_IsRejected(float offset, string values, string advice)
    {
        using var scope = NewDisposeScope();
        var sequences = (TestNetworks.Input(batch: 7, time: 5, features: 1, seed: 1) * 30) + offset;

        var message = Assert.Throws<SequenceDataException>(() => Standardization.Fit(sequences)).Message;

        Assert.StartsWith("Feature 1 of the sequences cannot be scaled: float32 cannot hold its digits: ", message, StringComparison.Ordinal);
        Assert.Contains(values, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MoreValuesThanOnePart_CountsEverySequence()
    {
        using var scope = NewDisposeScope();
        // A view with 3,000,000 values of 3,999 stored ones.
        var series = arange(3999, dtype: ScalarType.Float32);
        var windows = series.unfold(0, 1000, 1).unsqueeze(2);

        var scale = Standardization.Fit(windows);

        // Value v is in min(v + 1, 3999 - v, 1000) windows.
        var (mean, square) = (0.0, 0.0);
        for (var value = 0; value < 3999; value++)
            mean += (double)value * Math.Min(Math.Min(value + 1, 3999 - value), 1000) / 3_000_000;
        for (var value = 0; value < 3999; value++)
            square += Math.Pow(value - mean, 2) * Math.Min(Math.Min(value + 1, 3999 - value), 1000) / 3_000_000;
        Assert.Equal(mean, Assert.Single(scale.Mean), 1e-3);
        Assert.Equal(Math.Sqrt(square), Assert.Single(scale.StandardDeviation), 1e-3);
    }

    [Fact]
    public void Fit_ConstantFeature_NetworkTrainsAndExports()
    {
        float[] series = [.. Enumerable.Range(0, 60).SelectMany(index => new[] { 50 + (5 * MathF.Sin(index * 0.5f)), 7f })];
        using var data = SequenceData.FromSeries(series, featureCount: 2, window: 8);
        using var network = TestNetworks.Initial(
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 6) with
            {
                Forecast = new ForecastDescription { Targets = 2 },
                Normalization = InputNormalization.Standard,
            });

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 5 });

        Assert.Equal([7f, 1f], [network.InputScale!.Mean[1], network.InputScale.StandardDeviation[1]]);
        Assert.InRange(OnnxExporter.Export(network).ParityError, 0, 1e-5);
    }
}
