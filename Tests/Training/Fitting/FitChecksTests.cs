using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Data that does not fit the network is refused in words, before LibTorch stumbles over it.</summary>
public sealed class FitChecksTests
{
    private static readonly NetworkDescription Forecaster = NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2);

    private static readonly NetworkDescription Classifier = Forecaster with { Task = RecurrentTask.Classify, Classes = 2 };

    [Fact]
    public void Fit_WrongFeatures_StatesTheExpectedNumber()
    {
        using var data = SequenceData.FromSeries(new float[20], featureCount: 2, window: 4);

        Refused(Forecaster, data, "The sequences are Float32 [6, 4, 2], expected Float32 [6, 4, 1], [sequences, time, features].");
    }

    [Fact]
    public void Fit_WrongHorizon_StatesTheExpectedHorizon()
    {
        using var data = SequenceData.FromSeries(new float[10], featureCount: 1, window: 4, horizon: 3);

        Refused(
            Forecaster with { Forecast = Forecaster.Forecast with { Horizon = 2 } },
            data,
            "The targets are Float32 [4, 3, 1], expected Float32 [4, 2, 1], [sequences, horizon, targets].");
    }

    [Fact]
    public void Fit_ForecastAtEveryStepOfWindows_RequiresATargetPerStep()
    {
        using var data = SequenceData.FromSeries(new float[10], featureCount: 1, window: 4);

        Refused(
            Forecaster with { Pooling = SequencePooling.None },
            data,
            "The targets are Float32 [6, 1, 1], expected Float32 [6, 4, 1], [sequences, time, targets].");
    }

    [Fact]
    public void Fit_ValuesInsteadOfClasses_NamesTheExpectedType()
    {
        using var data = SequenceData.FromSeries(new float[10], featureCount: 1, window: 4);

        Refused(Classifier, data, "The classes are Float32 [6, 1, 1], expected Int64 [6], [sequences].");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    public void Fit_ClassOutOfRange_StatesTheRange(long smallest, long largest)
    {
        using var data = SequenceData.FromTensors(zeros(2, 3, 1), tensor(new[] { smallest, largest }));

        Refused(Classifier, data, $"The classes range from {smallest} to {largest}, expected 0 to 1.");
    }

    [Fact]
    public void Fit_TokenOutOfRange_StatesTheRange()
    {
        using var data = SequenceData.FromTensors(tensor(new long[] { 0, 4 }, [1, 2]), zeros(1, dtype: ScalarType.Int64));
        var network = new NetworkDescription
        {
            Features = 1,
            Embedding = new EmbeddingDescription(VocabularySize: 4, EmbeddingSize: 3),
            Layers = TestLayers.Stack(RecurrentCell.Gru, 3, 2),
            Task = RecurrentTask.Classify,
            Classes = 2,
        };

        Refused(network, data, "The tokens range from 0 to 4, expected 0 to 3.");
    }

    [Fact]
    public void Fit_NetworkWithoutHead_IsRefused()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Forecaster with { Task = RecurrentTask.Encode });

        var exception = Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(network, data));

        Assert.Equal("A network for the task Encode has no head to fit: choose another task.", exception.Message);
    }

    private static void Refused(NetworkDescription description, SequenceData data, string message)
    {
        using var network = TestNetworks.Initial(description);

        Assert.Equal(message, Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, data)).Message);
    }
}
