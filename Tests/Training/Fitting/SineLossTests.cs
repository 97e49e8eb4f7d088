using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The sine job, 100 epochs of full batches: losses of fits and programs of this library against a plain loop of TorchSharp.</summary>
public sealed class SineLossTests
{
    private const int Epochs = 100;
    private const int Window = 20;
    private const int Hidden = 50;
    private const double LearningRate = 0.01;

    [Theory, InlineData("rnn"), InlineData("lstm"), InlineData("gru")]
    public void Fit_HundredEpochs_LossesMatchTorch(string name)
    {
        // The sizes are small: on a busy machine, LibTorch's threads wait for each other most of the time.
        using var oneThread = FitThreads.SetTemporarily(1);
        var cell = RecurrentCell.Parse(name);
        float[] sine = [.. Enumerable.Range(0, 1000).Select(index => (float)Math.Sin(index * 100.0 / 999))];
        using var data = SequenceData.FromSeries(sine, featureCount: 1, Window);
        using var program = FusedTrainingProgram.Create(
            cell, data.Inputs.contiguous(), data.Targets.squeeze(2).contiguous(), Hidden, LearningRate);
        using var torch = program.CreateTorch();
        var expected = Enumerable.Range(0, Epochs).Select(_ => (double)torch.Run()).ToArray();
        // The initial weights of a seed are those of TorchSharp's modules, created in the same order.
        var description = NetworkDescription.CreateForecaster(cell, featureCount: 1, Hidden);
        using var network = RecurrentNetwork.Create(description, seed: 1);
        var recorder = new LossRecorder();

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = Epochs, BatchSize = null, LearningRate = LearningRate }, recorder);

        AssertClose(expected, [.. recorder.Losses]);
        AssertClose(expected, [.. Enumerable.Range(0, Epochs).Select(_ => (double)program.Run())]);
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(
            expected.Zip(actual).Index(),
            pair => Assert.True(
                Math.Abs(pair.Item.First - pair.Item.Second) <= 1e-4 * pair.Item.First,
                $"epoch {pair.Index + 1}: expected {pair.Item.First}, got {pair.Item.Second}"));
    }
}
