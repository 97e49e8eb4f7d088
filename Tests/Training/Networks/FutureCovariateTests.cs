using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Future covariates: the input of the layers, the residual baseline taken from them, and invalid inputs.</summary>
public sealed class FutureCovariateTests
{
    private static readonly NetworkDescription Forecaster = new()
    {
        Features = 1,
        Forecast = new ForecastDescription { FutureCovariates = 1, TargetFeatures = [0], Horizon = 2 },
        Layers = TestLayers.Stack(RecurrentCell.Gru, 3, 4),
    };

    // Over the horizon, the layers continue with features at 0 and the indicator feature at 1; the head is applied to each of these steps.
    [Fact]
    public void Run_Horizon_IsProcessedAfterTheSequence()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        var input = CreateInput();
        var layers = new NetworkDescription { Features = 3, Layers = Forecaster.Layers, Task = RecurrentTask.Encode, Pooling = SequencePooling.None };
        using var plain = RecurrentNetwork.Create(layers);
        WeightLayout.Write(plain, WeightLayout.Read(network) with { HeadWeight = null, HeadBias = null });

        var output = network.Run(input);

        var hidden = OracleStack.FromNetwork(plain).Run([[1, 4, 0], [2, 5, 0], [3, 6, 0], [0, 7, 1], [0, 8, 1]]).Item1;
        var head = OracleTensors.ToDoubles(network.Head!.weight!);
        var bias = OracleTensors.ToDoubles(network.Head.bias!)[0];
        OracleAssert.Same([.. hidden[3..].Select(state => state.Zip(head, (unit, weight) => unit * weight).Sum() + bias)], output.Output, "output");
    }

    [Fact]
    public void Run_Augmentation_LeavesTheIndicatorFeatureUnchanged()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        var input = CreateInput();
        Tensor? augmented = null;
        network.Augmentation = values => augmented = values;

        network.Run(input);

        OracleAssert.Same([1, 4, 2, 5, 3, 6, 0, 7, 0, 8], augmented!, "columns");
    }

    // covariate(t + h) + y(t) - covariate(t)
    [Theory]
    [InlineData(ResidualBaseline.SeasonalNaive, new[] { 7f, 8f })]
    [InlineData(ResidualBaseline.SeasonalDrift, new[] { 7f + 3 - 6, 8f + 3 - 6 })]
    public void Run_ZeroHead_OutputsTheSeasonalCovariate(ResidualBaseline baseline, float[] expected)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var forecast = Forecaster.Forecast with { ResidualBaseline = baseline, SeasonalCovariates = [0] };
        using var network = TestNetworks.Create(Forecaster with { Forecast = forecast });
        network.Head!.weight!.zero_();
        network.Head.bias!.zero_();

        var output = network.Run(CreateInput());

        OracleAssert.Same([.. expected.Select(value => (double)value)], output.Output, "baseline");
    }

    [Fact]
    public void Fit_TargetAmongFutureCovariates_IsLearned()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var covariates = randn([300, 6, 1], generator: generator);
        using var data = SequenceData.FromTensors(
            randn([300, 4, 1], generator: generator).DetachFromDisposeScope(),
            (covariates.narrow(1, 4, 2) * 3).clone().DetachFromDisposeScope(),
            (covariates + 1).DetachFromDisposeScope());
        using var network = RecurrentNetwork.Create(Forecaster with { Normalization = InputNormalization.Standard });

        var summary = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 40, LearningRate = 0.03 });

        // In units of the targets' variance.
        Assert.InRange(summary.FinalLoss, 0, 0.1);
        Assert.Equal(1, network.FutureCovariateScale!.Mean[0], 0.1);
    }

    [Fact]
    public void Run_MissingOrMisshapenFutureCovariates_Throws()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        using var without = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4));
        var values = new NetworkInput(zeros(2, 3, 1));

        Assert.Equal(
            "The network has future covariates (1), but the input has none: provide them for the 3 time steps of the sequences "
                + "and the 2 of the horizon. (Parameter 'futureCovariates')",
            Refused(network, values));
        Assert.Equal(
            "The shape of the future covariates is [2, 4, 1], expected [2, 5, 1], each size at least 1.",
            Refused(network, values with { FutureCovariates = zeros(2, 4, 1) }));
        Assert.Equal(
            "The network has no future covariates: leave them out. (Parameter 'futureCovariates')",
            Refused(without, values with { FutureCovariates = zeros(2, 4, 1) }));

        static string Refused(RecurrentNetwork network, NetworkInput input) =>
            Assert.Throws<ArgumentException>(() => network.Run(input)).Message;
    }

    [Fact]
    public void Fit_WithoutFutureCovariates_Throws()
    {
        using var network = RecurrentNetwork.Create(Forecaster);
        using var missing = SequenceData.FromTensors(zeros(5, 3, 1), zeros(5, 2, 1));
        using var wrong = SequenceData.FromTensors(zeros(5, 3, 1), zeros(5, 2, 1), zeros(5, 4, 1));

        Assert.Equal(
            "The future covariates are missing, expected [5, 5, 1], [sequences, time + horizon, covariates].",
            Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, missing)).Message);
        Assert.Equal(
            "The future covariates have the shape [5, 4, 1], expected [5, 5, 1], [sequences, time + horizon, covariates].",
            Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, wrong)).Message);
    }

    [Fact]
    public void Export_FutureCovariates_DeclaresTheInput()
    {
        using var network = TestNetworks.Create(Forecaster);
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);

        Assert.Equal(["input", "known"], session.Inputs);
    }

    [Fact]
    public void Score_WithoutFutureCovariates_Throws()
    {
        using var network = TestNetworks.Create(Forecaster);
        using var model = RecurrentModel.Load(OnnxExporter.Export(network).Bytes.ToArray());

        Assert.Equal(
            "This model requires 1 future covariate at the time steps of a sequence and of its horizon: "
            + "set SequenceBatch.FutureCovariates to [time + horizon, covariates] for each sequence.",
            Assert.Throws<InvalidOperationException>(() => model.Score([1, 2, 3], new float[2])).Message);
    }

    private static NetworkInput CreateInput() => new(tensor(new float[] { 1, 2, 3 }, [1, 3, 1]))
    {
        FutureCovariates = tensor(new float[] { 4, 5, 6, 7, 8 }, [1, 5, 1]),
    };
}
