using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class ShapeErrorTests
{
    [Fact]
    public void Run_WrongFeatures_SaysWhichWereExpected()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 3, hiddenSize: 4));
        using var input = zeros(2, 5, 1);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input));

        Assert.Equal("The input has the shape [2, 5, 1], expected [any, any, 3], none of them 0.", error.Message);
    }

    [Fact]
    public void Run_NoTimeSteps_SaysSo()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4));
        using var input = zeros(2, 0, 1);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input));

        Assert.Equal("The input has the shape [2, 0, 1], expected [any, any, 1], none of them 0.", error.Message);
    }

    [Fact]
    public void Run_LstmWithoutACellState_SaysThatItNeedsOne()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 4));
        using var input = zeros(2, 5, 1);
        using var hidden = zeros(1, 2, 4);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input, [new RecurrentState(hidden, null)]));

        Assert.Equal("The state of a layer of lstm has no cell state: it needs one.", error.Message);
    }

    [Fact]
    public void Run_StateOfAnotherBatch_SaysWhichWasExpected()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4));
        using var input = zeros(2, 5, 1);
        using var hidden = zeros(1, 3, 4);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input, [new RecurrentState(hidden, null)]));

        Assert.Equal("The hidden state has the shape [1, 3, 4], expected [1, 2, 4], none of them 0.", error.Message);
    }
}
