using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class CheckpointTests
{
    private static readonly NetworkDescription Network =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5, layerCount: 2) with
        {
            Regularization = new RegularizationDescription { Dropout = 0.2 },
            Normalization = InputNormalization.Standard,
        };

    private static readonly FitOptions Options = new()
    {
        Epochs = 6,
        BatchSize = 16,
        InputNoise = 0.1,
        Schedule = LearningRateSchedule.Cosine,
        Patience = 50,
    };

    [Theory]
    [InlineData(FitOptimizer.Adam)]
    [InlineData(FitOptimizer.AdamW)]
    [InlineData(FitOptimizer.Sgd)]
    [InlineData(FitOptimizer.RmsProp)]
    public void Fit_StoppedAndResumed_EndsInTheSameWeights(FitOptimizer optimizer)
    {
        using var folder = new TemporaryFolder();
        var options = Options with { Optimizer = optimizer };
        var (expected, expectedSummary) = Fit(options);
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => Fit(
            options with { CheckpointFile = folder["fit.checkpoint"] },
            new LossRecorder(progress =>
            {
                if (progress.Epoch == 3)
                    cancellation.Cancel();
            }),
            cancellation: cancellation.Token));
        manual_seed(12345);
        var resumed = new LossRecorder();
        var (actual, summary) = Fit(options with { CheckpointFile = folder["fit.checkpoint"], Resume = true }, resumed);

        Assert.Equal([4, 5, 6], resumed.Reports.Select(report => report.Epoch));
        Assert.Equal(expected, actual);
        Assert.Equal(expectedSummary, summary);
        Assert.Equal(["fit.checkpoint"], folder.Entries);
    }

    [Fact]
    public void Fit_NetworkWithTargetHistory_IsResumedToo()
    {
        using var folder = new TemporaryFolder();
        var network = Network with { Forecast = Network.Forecast with { TargetFeatures = [0], ResidualBaseline = ResidualBaseline.LastValue } };
        var expected = Fit(Options, network: network).Weights;

        Fit(Options with { Epochs = 6, CheckpointFile = folder["fit.checkpoint"] }, network: network);

        Assert.Equal(expected, Fit(Options with { CheckpointFile = folder["fit.checkpoint"], Resume = true }, network: network).Weights);
    }

    [Fact]
    public void Fit_WithAveragedWeights_IsResumedWithTheAverages()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { WeightAverageDecay = 0.9, CheckpointFile = folder["fit.checkpoint"] };
        var expected = Fit(options with { CheckpointFile = null }).Weights;
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Fit(
            options,
            new LossRecorder(progress =>
            {
                if (progress.Epoch == 3)
                    cancellation.Cancel();
            }),
            cancellation: cancellation.Token));

        Assert.Equal(expected, Fit(options with { Resume = true }).Weights);
    }

    [Fact]
    public void Fit_ResumedWithoutCheckpoint_StartsOver()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(Fit(Options).Weights, Fit(Options with { CheckpointFile = folder["none"], Resume = true }).Weights);
    }

    [Fact]
    public void Fit_ResumedAfterItsEnd_DoesNothingMore()
    {
        using var folder = new TemporaryFolder();
        var options = Options with { CheckpointFile = folder["fit.checkpoint"], Resume = true };
        var expected = Fit(options);
        var recorder = new LossRecorder();

        var again = Fit(options, recorder);

        Assert.Empty(recorder.Reports);
        Assert.Equal(expected.Weights, again.Weights);
    }

    [Fact]
    public void Fit_ResumedWithOtherOptions_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = folder["fit.checkpoint"];
        Fit(Options with { CheckpointFile = file });

        var exception = Assert.Throws<InvalidDataException>(() => Fit(Options with { CheckpointFile = file, Resume = true, LearningRate = 0.02 }));

        Assert.Equal($"Checkpoint '{file}' belongs to a fit with a different network, options or data: use the same ones, or start over without "
            + "resuming.", exception.Message);
    }

    [Fact]
    public void Write_FullDisk_StatesThatThePreviousCheckpointIsIntact()
    {
        using var network = TestNetworks.Initial(Network);
        using var optimizer = OptimizerFactory.Create(Options, network.parameters());
        using var state = new FitState { Epoch = 7 };
        var checkpoint = new Checkpoint(
            "fit.checkpoint", "a fit", (_, _) => throw new IOException("File 'fit.checkpoint' cannot be written: No space left on device."));

        var exception = Assert.Throws<IOException>(() => checkpoint.Write(network, optimizer, state));

        Assert.Equal(
            "The checkpoint of epoch 7 was not saved: File 'fit.checkpoint' cannot be written: No space left on device. The previous checkpoint "
                + "is intact; the fit can be resumed from it.",
            exception.Message);
    }

    // Written by version 0.1 after epoch 3 of this fit, whose options have values other than their defaults.
    [Fact]
    public void Fit_CheckpointOfVersion01_IsResumed()
    {
        using var folder = new TemporaryFolder();
        File.Copy(FitOfVersion01.Checkpoint, folder["fit.checkpoint"]);
        using var network = TestNetworks.Initial(FitOfVersion01.Network);
        using var data = Sequences(16);
        using var validation = Sequences(4);
        var recorder = new LossRecorder();

        NetworkFitter.Fit(
            network, data, validation, FitOfVersion01.Options with { CheckpointFile = folder["fit.checkpoint"], Resume = true }, recorder);

        Assert.Equal([4, 5], recorder.Reports.Select(report => report.Epoch));

        // Values that every machine represents alike: the identity of the fit contains some of them.
        static SequenceData Sequences(int count) => SequenceData.FromTensors(
            tensor(Enumerable.Range(0, count * 6 * 2).Select(index => (index * 37 % 64) / 32f).ToArray(), [count, 6, 2]),
            tensor(Enumerable.Range(0, count).Select(index => (long)(index % 2)).ToArray()));
    }

    private static (double[] Weights, FitSummary Summary) Fit(
        FitOptions options, IProgress<FitProgress>? progress = null, NetworkDescription? network = null, CancellationToken cancellation = default)
    {
        using var data = TestData.Sine();
        using var validation = TestData.Sine(points: 40);
        using var fitted = TestNetworks.Initial(network ?? Network);
        var summary = NetworkFitter.Fit(fitted, data, validation, options, progress, cancellation);
        return ([.. fitted.parameters().SelectMany(OracleTensors.ToDoubles)], summary);
    }
}
