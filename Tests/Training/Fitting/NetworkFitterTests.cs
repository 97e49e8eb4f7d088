using System.Diagnostics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class NetworkFitterTests
{
    private static readonly NetworkDescription Small = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 6,
        layerCount: 2) with
    {
        Regularization = new RegularizationDescription { Dropout = 0.2 },
    };

    [Fact]
    public void Fit_SameSeed_ProducesTheSameFile()
    {
        var first = FitAndExport(seed: 3);

        Assert.True(first.AsSpan().SequenceEqual(FitAndExport(seed: 3)));
        Assert.False(first.AsSpan().SequenceEqual(FitAndExport(seed: 4)));

        static byte[] FitAndExport(long seed)
        {
            using var data = TestData.Sine();
            // The initial weights are equal; the order of batches and dropout also depend on the seed.
            using var network = TestNetworks.Initial(Small);
            NetworkFitter.Fit(network, data, new FitOptions { Epochs = 2, BatchSize = 16, Seed = seed });
            return OnnxExporter.Export(network).Bytes.ToArray();
        }
    }

    [Fact]
    public void Fit_Epochs_AreReportedOnceEachInOrder()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Small);
        var recorder = new LossRecorder();

        var summary = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 4, BatchSize = 7, LearningRate = 0.002, Seed = 9 }, recorder);

        Assert.Equal([(1, 4), (2, 4), (3, 4), (4, 4)], recorder.Reports.Select(report => (report.Epoch, report.TotalEpochs)));
        Assert.Equal(
            new FitSummary
            {
                Epochs = 4,
                BatchSize = 7,
                Optimizer = "adam",
                LearningRate = 0.002,
                Loss = "mse",
                FinalLoss = recorder.Reports[^1].Loss,
                Seed = 9,
            },
            summary);
        Assert.False(network.training);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(110)]
    [InlineData(1000)]
    public void Fit_FullBatch_RunsOneStepPerEpoch(int? batchSize)
    {
        using var data = TestData.Sine();
        Assert.Equal(110, data.Count);
        using var network = TestNetworks.Initial(Small with { Regularization = Small.Regularization with { Dropout = 0 } });
        using var expected = TestNetworks.Initial(Small with { Regularization = Small.Regularization with { Dropout = 0 } });
        var recorder = new LossRecorder();

        var summary = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 3, BatchSize = batchSize }, recorder);

        Assert.Equal(110, summary.BatchSize);
        Assert.All(BareLoop(expected, data, epochs: 3).Zip(recorder.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(expected.parameters().Zip(network.parameters()), pair => TensorAssert.Close(pair.First, pair.Second, 1e-6, "weights"));
    }

    [Fact]
    public void Fit_LastBatchIsSmaller_LossIsTheMeanOverSequences()
    {
        using var data = TestData.Sine(points: 17);
        using var network = TestNetworks.Initial(Small with { Regularization = Small.Regularization with { Dropout = 0 } });
        var recorder = new LossRecorder();

        // The rate is too low to change the weights: the loss is that of the initial network over all seven windows.
        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1, BatchSize = 3, LearningRate = 1e-12 }, recorder);

        using var none = no_grad();
        using var scope = NewDisposeScope();
        Assert.Equal(7, data.Count);
        Assert.Equal((network.forward(data.Inputs) - data.Targets).square().mean().item<float>(), recorder.Reports[0].Loss, 1e-6);
    }

    [Fact]
    public void Fit_CanceledBeforeTheStart_LeavesTheWeightsUnchanged()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Small);
        using var initial = TestNetworks.Initial(Small);

        Assert.Throws<OperationCanceledException>(() => NetworkFitter.Fit(network, data, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(initial.parameters().SelectMany(OracleTensors.ToDoubles), network.parameters().SelectMany(OracleTensors.ToDoubles));
        Assert.False(network.training);
    }

    [Fact]
    public void Fit_CanceledAfterAnEpoch_EndsInEvaluationMode()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Small);
        using var cancellation = new CancellationTokenSource();
        var recorder = new LossRecorder(progress =>
        {
            if (progress.Epoch == 2)
                cancellation.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => NetworkFitter.Fit(network, data, progress: recorder, cancellationToken: cancellation.Token));

        Assert.Equal(2, recorder.Reports.Count);
        Assert.False(network.training);
    }

    [Fact]
    public void Fit_DivergingLoss_StatesTheRemedy()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Small);

        var exception = Assert.Throws<InvalidOperationException>(
            () => NetworkFitter.Fit(network, data, new FitOptions { BatchSize = null, LearningRate = 1e30 }));

        Assert.Equal("The loss became Infinity in epoch 2: lower the learning rate, or clip the gradients.", exception.Message);
        Assert.False(network.training);
    }

    [Fact]
    public void Fit_ThousandsOfBatches_LeaksNoTensorsOrMemory()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 8));
        // The first epochs fill the allocator's caches.
        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 3, BatchSize = 2 });
        using var process = Process.GetCurrentProcess();
        var tensors = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var memory = process.WorkingSet64;

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 40, BatchSize = 2 });

        process.Refresh();
        // 2,200 batches of about 20 tensors: only a few remain, the gradients of the parameters.
        Assert.InRange(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - tensors, -100, 100);
        Assert.InRange(process.WorkingSet64 - memory, long.MinValue, 100 << 20);
    }

    // The usual PyTorch training loop.
    private static double[] BareLoop(RecurrentNetwork network, SequenceData data, int epochs)
    {
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        var losses = new double[epochs];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(network.forward(data.Inputs), data.Targets);
            loss.backward();
            optimizer.step();
            losses[epoch] = loss.item<float>();
        }

        return losses;
    }
}
