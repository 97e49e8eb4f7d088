using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class ShapeErrorTests
{
    [Fact]
    public void Run_WrongFeatures_Throws()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 3, hiddenSize: 4));
        using var input = zeros(2, 5, 1);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input));

        Assert.Equal("The shape of the input is [2, 5, 1], expected [any, any, 3], each size at least 1.", error.Message);
    }

    [Fact]
    public void Run_NoTimeSteps_Throws()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4));
        using var input = zeros(2, 0, 1);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input));

        Assert.Equal("The shape of the input is [2, 0, 1], expected [any, any, 1], each size at least 1.", error.Message);
    }

    [Fact]
    public void Run_LstmWithoutCellState_Throws()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 4));
        using var input = zeros(2, 5, 1);
        using var hidden = zeros(1, 2, 4);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input, [new RecurrentState(hidden, null)]));

        Assert.Equal("The state of the lstm layer has no cell state, but the cell requires one.", error.Message);
    }

    [Fact]
    public void Run_StateOfAnotherBatchSize_Throws()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4));
        using var input = zeros(2, 5, 1);
        using var hidden = zeros(1, 3, 4);

        var error = Assert.Throws<ArgumentException>(() => network.Run(input, [new RecurrentState(hidden, null)]));

        Assert.Equal("The shape of the hidden state is [1, 3, 4], expected [1, 2, 4], each size at least 1.", error.Message);
    }
}
