using System.Diagnostics;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class FitFeatureTests
{
    private static readonly NetworkDescription Classifier =
        NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4) with { Task = RecurrentTask.Classify, Classes = 2 };

    private static readonly NetworkDescription Tagger = Classifier with { Task = RecurrentTask.Tag, Pooling = SequencePooling.None };

    [Fact]
    public void Fit_ClassWeights_WeighTheLossOfEachClass()
    {
        using var data = TestData.FirstIsPositive();
        using var network = TestNetworks.Initial(Classifier);
        using var scope = NewDisposeScope();
        var positive = data.Targets.to(ScalarType.Float32);
        var logits = log(network.forward(data.Inputs)).detach();
        var losses = -(positive * logits.select(1, 1)) - ((1 - positive) * logits.select(1, 0));
        // As in PyTorch: the weighted sum of the losses divided by the sum of the weights.
        var weights = (positive * 5) + (1 - positive);
        var expected = ((losses * weights).sum() / weights.sum()).item<float>();
        var recorder = new LossRecorder();

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1, BatchSize = null, ClassWeights = [1, 5] }, recorder);

        Assert.Equal(expected, recorder.Reports[0].Loss, 1e-5);
    }

    [Theory]
    [InlineData(ForecastLoss.MeanAbsoluteError, "mae")]
    [InlineData(ForecastLoss.Huber, "huber")]
    public void Fit_EveryLoss_MatchesTheFormula(ForecastLoss loss, string name)
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4));
        using var scope = NewDisposeScope();
        var errors = (network.forward(data.Inputs) - data.Targets).abs().detach();
        var expected = loss == ForecastLoss.MeanAbsoluteError ? errors.mean() : where(errors < 1, errors.square() / 2, errors - 0.5).mean();
        var recorder = new LossRecorder();

        var summary = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1, BatchSize = null, Loss = loss }, recorder);

        Assert.Equal(expected.item<float>(), recorder.Reports[0].Loss, 1e-5);
        Assert.Equal(name, summary.Loss);
    }

    [Fact]
    public void Fit_TruncatedSteps_CarriesTheStateFromChunkToChunk()
    {
        using var data = TestData.PreviousIsPositive();
        using var whole = TestNetworks.Initial(Tagger);
        using var pieces = TestNetworks.Initial(Tagger);
        var (wholeLoss, piecesLoss) = (new LossRecorder(), new LossRecorder());

        // The rate is too low to change the weights: the losses would differ only if the state were not carried over.
        NetworkFitter.Fit(whole, data, new FitOptions { Epochs = 1, BatchSize = null, LearningRate = 1e-12 }, wholeLoss);
        NetworkFitter.Fit(pieces, data, new FitOptions { Epochs = 1, BatchSize = null, LearningRate = 1e-12, TruncatedBpttSteps = 4 }, piecesLoss);

        Assert.Equal(wholeLoss.Reports[0].Loss, piecesLoss.Reports[0].Loss, 1e-6);
    }

    [Fact]
    public void Fit_TruncatedSteps_RunsOneOptimizerStepPerChunk()
    {
        using var data = TestData.PreviousIsPositive();
        using var network = TestNetworks.Initial(Tagger);
        using var initial = TestNetworks.Initial(Tagger);

        // Sequences of 6 steps in chunks of 4 and 2: each of the two Adam steps changes a weight by at most the learning rate.
        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1, BatchSize = null, LearningRate = 0.01, TruncatedBpttSteps = 4 });

        var moved = network.parameters().SelectMany(OracleTensors.ToDoubles).Zip(initial.parameters()
            .SelectMany(OracleTensors.ToDoubles), (after, before) => Math.Abs(after - before)).Max();
        Assert.InRange(moved, 0.015, 0.0201);
    }

    [Fact]
    public void Fit_OptionsIncompatibleWithTheNetwork_ListsEveryError()
    {
        using var data = TestData.FirstIsPositive();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2,
            bidirectional: true));

        var exception = Assert.Throws<ArgumentException>(
            () => NetworkFitter.Fit(network, data, new FitOptions { ClassWeights = [1, 2], TruncatedBpttSteps = 3, MaxTimeStretch = 0.1 }));

        Assert.Equal(
            "The options of the fit are invalid: there must be one class weight for each of the 0 classes, got 2; "
            + "truncated back-propagation requires an output at every time step, the pooling of this network is FinalState; "
            + "truncated back-propagation requires forward layers; time stretch requires sequences with one class each, the task is Forecast.",
            exception.Message);
    }

    [Fact]
    public void Fit_ForecastLossWithQuantilesOrClasses_Throws()
    {
        using var sine = TestData.Sine();
        using var quantiles = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2) with
        {
            Forecast = new ForecastDescription { Quantiles = [0.1, 0.5, 0.9] },
        });
        using var classes = TestData.FirstIsPositive();
        using var classifier = TestNetworks.Initial(Classifier);
        var options = new FitOptions { Loss = ForecastLoss.Huber };

        Assert.Equal(
            "The options of the fit are invalid: the loss Huber is incompatible with quantiles, which are fitted with the pinball loss.",
            Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(quantiles, sine, options)).Message);
        Assert.Equal(
            "The options of the fit are invalid: the loss Huber is incompatible with the task Classify.",
            Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(classifier, classes, options)).Message);
    }

    [Fact]
    public void Fit_TensorBoardFolder_ContainsEventsOfEveryEpoch()
    {
        using var folder = new TemporaryFolder();
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2));

        NetworkFitter.Fit(network, data, data, new FitOptions { Epochs = 3, TensorBoardFolder = folder["log"] });

        var file = Assert.Single(folder.Entries, entry => Path.GetFileName(entry).StartsWith("events.out.tfevents", StringComparison.Ordinal));
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder[file]));
        foreach (var tag in new[] { "loss/fit", "loss/validation", "rate" })
            Assert.Equal(3, text.Split(tag).Length - 1);
    }

    [Fact]
    public void FitScales_MillionRowsInWindowsOfHundred_AreNotCopied()
    {
        var columns = new DataColumns { Targets = ["y"] };
        var values = new float[1_000_000];
        for (var row = 0; row < values.Length; row++)
            values[row] = MathF.Sin(row * 0.01f);
        var frame = new RowFrame
        {
            Name = "sine",
            Columns = columns,
            FeatureNames = ["y"],
            TargetIndices = [0],
            Values = values,
            FutureCovariateNames = [],
            FutureCovariates = [],
            Segments = [new RowSegment(null, 0, values.Length)],
            Parts = new DataPart[values.Length],
        };
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2) with
        {
            Normalization = InputNormalization.Standard,
        });
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        using var sequences = new FrameSequences(frame, new FrameShape { Task = RecurrentTask.Forecast, Window = 100 });
        using var data = sequences.GetSequences(DataPart.Train);

        network.FitScales(data);
        foreach (var rows in BatchOrder.Shuffle(data, 64).Take(20))
        {
            using var scope = NewDisposeScope();
            network.forward(data.Gather(rows!).Inputs);
        }

        process.Refresh();
        Assert.Equal(999_900, data.Count);
        // The positions of the windows, their order and the first use of LibTorch take 80 to 190 MB. All windows at once would add 400 MB, or 800 MB
        // in double precision.
        Assert.InRange(process.WorkingSet64 - before, long.MinValue, 300L << 20);
    }
}
