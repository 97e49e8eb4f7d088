using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Residual baselines, transforms and normalizations compared with their formulas, in networks whose head outputs 0.</summary>
public sealed class TargetHistoryTests
{
    private static readonly float[] Series = [3, 8, 5, 4, 10, 7, 6, 13, 9];

    private static readonly NetworkDescription Plain =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3) with
        {
            Forecast = new ForecastDescription { TargetFeatures = [0], Horizon = 5 },
        };

    // y(t) = 9, season length 3: 6, 13, 9 and again 6, 13; the last value differs from the one a season earlier by 9 - 7.
    [Theory]
    [InlineData(ResidualBaseline.LastValue, 0, new[] { 9f, 9f, 9f, 9f, 9f })]
    [InlineData(ResidualBaseline.SeasonalNaive, 3, new[] { 6f, 13f, 9f, 6f, 13f })]
    [InlineData(ResidualBaseline.SeasonalDrift, 3, new[] { 8f, 15f, 11f, 8f, 15f })]
    [InlineData(ResidualBaseline.SeasonalDrift, 1, new[] { 5f, 5f, 5f, 5f, 5f })]
    [InlineData(ResidualBaseline.SeasonalNaive, 7, new[] { 5f, 4f, 10f, 7f, 6f })]
    public void Run_ZeroHead_OutputsTheBaseline(ResidualBaseline baseline, int season, float[] expected) =>
        AssertOutputs(expected, Plain with { Forecast = Plain.Forecast with { ResidualBaseline = baseline, SeasonLength = season } }, Series);

    // Drift of logarithms is a factor, 9 / 7.
    [Fact]
    public void Run_DriftOfLogarithms_IsAFactor() => AssertOutputs(
        [6 * 9 / 7f, 13 * 9 / 7f, 9 * 9 / 7f, 6 * 9 / 7f, 13 * 9 / 7f],
        WithDrift(forecast => forecast with { Transform = TargetTransform.Log }),
        Series);

    [Fact]
    public void Run_DriftOfRoots_AddsRoots() => AssertOutputs(
        [.. new[] { 6, 13, 9, 6, 13 }.Select(value => (float)(Math.Pow(Math.Sqrt(value + 10) + Math.Sqrt(19) - Math.Sqrt(17), 2) - 10))],
        WithDrift(forecast => forecast with { Transform = TargetTransform.SquareRoot, TransformOffset = 10 }),
        Series);

    [Fact]
    public void Run_TooShortForTheBaseline_UsesTheFirstStep() => AssertOutputs(
        [3, 3, 3, 3, 8],
        Plain with { Forecast = Plain.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalNaive, SeasonLength = 5 } },
        [3, 8]);

    // At the last step: y(3) + y(4) - y(2), the value one season before the forecast plus the change over the last season.
    [Fact]
    public void Run_OutputPerStep_UsesTheBaselineOfEachStep() => AssertOutputs(
        [3, 3, 3, 4, 6],
        WithDrift(forecast => forecast with { Horizon = 1, SeasonLength = 2 }) with { Pooling = SequencePooling.None },
        [3, 3, 3, 4, 5]);

    // A score of 0 outputs the mean of the window, a score of 1 one standard deviation more.
    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void Run_WindowNormalization_OutputsAreRelativeToTheWindow(float score)
    {
        var mean = Series.Average();
        // Scaled by 4, the standard deviation is a quarter; 1e-5 is added to the variance.
        var standardDeviation = 4 * Math.Sqrt((Series.Average(value => (value - mean) * (value - mean)) / 16) + 1e-5);
        AssertOutputs(
            [.. Enumerable.Repeat((float)(mean + (score * standardDeviation)), 5)],
            Plain with { Normalization = InputNormalization.Window },
            Series,
            score: score,
            scale: new AffineScale([2], [4]));
    }

    [Fact]
    public void Run_WindowNormalizationWithBaseline_ScalesResidualsByStandardDeviation()
    {
        var mean = Series.Average();
        var standardDeviation = 4 * Math.Sqrt((Series.Average(value => (value - mean) * (value - mean)) / 16) + 1e-5);
        AssertOutputs(
            [.. Enumerable.Repeat((float)(9 - standardDeviation), 5)],
            Plain with
            {
                Normalization = InputNormalization.Window,
                Forecast = Plain.Forecast with { ResidualBaseline = ResidualBaseline.LastValue },
            },
            Series,
            score: -1,
            scale: new AffineScale([2], [4]));
    }

    [Fact]
    public void Run_ConstantWindow_OutputsItsMean() =>
        AssertOutputs([7, 7, 7, 7, 7], Plain with { Normalization = InputNormalization.Window }, [7, 7, 7]);

    [Fact]
    public void Run_UndefinedTransform_OutputsNaNForThatSequenceOnly()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Plain with { Forecast = Plain.Forecast with { Transform = TargetTransform.Log } });
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);
        var input = tensor(new float[] { 1, 2, -1, 3, 1, 2, 3, 4, 0, 1, 2, 3 }, [3, 4, 1]);

        var outputs = network.forward(input);

        Assert.Equal([true, false, true], outputs.isnan().any(1).reshape(-1).data<bool>().ToArray());
        Assert.Equal(outputs.isnan().data<bool>().ToArray(), session.Run(("input", input))["output"].Values.Select(float.IsNaN));
    }

    // The input of the layers: features, followed by the differences of the targets, normalized alike.
    [Fact]
    public void Run_Differences_FollowTheFeatures()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var description = Plain with
        {
            Features = 2,
            Forecast = Plain.Forecast with
            {
                TargetFeatures = [1],
                HasDifferences = true,
                Transform = TargetTransform.SquareRoot,
            },
            Layers = TestLayers.Stack(RecurrentCell.Gru, 3, 3),
            Normalization = InputNormalization.Standard,
        };
        using var network = TestNetworks.Create(description);
        network.SetScales(new AffineScale([0, 1, 2], [1, 2, 4]), null);
        Tensor? columns = null;
        network.Augmentation = values => columns = values;

        network.forward(tensor(new float[] { 5, 4, 6, 9, 7, 1 }, [1, 3, 2]));

        // roots 2, 3, 1; differences 0, 1, -2
        OracleAssert.Same([5, 0.5, -0.5, 6, 1, -0.25, 7, 0, -1], columns!, "columns");
    }

    [Fact]
    public void Score_TooShortForTheBaseline_Throws()
    {
        using var network = TestNetworks.Create(WithDrift(forecast => forecast with { Horizon = 1 }));
        using var model = RecurrentModel.Load(OnnxExporter.Export(network).Bytes.ToArray());
        var output = new float[1];

        model.Score([1, 2, 3, 4], output);

        Assert.Equal(
            "Expected sequences of at least 4 time steps for residual baseline SeasonalDrift with season length 3, got 3: "
            + "provide a longer history. (Parameter 'batch')",
            Assert.Throws<ArgumentException>(() => model.Score([1, 2, 3], output)).Message);
    }

    private static NetworkDescription WithDrift(Func<ForecastDescription, ForecastDescription> change) =>
        Plain with { Forecast = change(Plain.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalDrift, SeasonLength = 3 }) };

    private static void AssertOutputs(
        float[] expected, NetworkDescription description, float[] series, float score = 0, AffineScale? scale = null)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        network.Head!.weight!.zero_();
        network.Head.bias!.fill_(score);
        if (description.Normalization != InputNormalization.None)
            network.SetScales(scale ?? new AffineScale([0], [1]), null);
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);
        var input = tensor(series, [1, series.Length, 1]);

        OracleAssert.Same([.. expected.Select(value => (double)value)], network.forward(input), "module");
        OnnxAssert.Same(network.Run(input), session.Run(("input", input)));
    }
}
