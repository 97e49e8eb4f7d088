using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ChronoInitializationTests
{
    // log(u) with u in [1, 99] for the gate that keeps the state, and -log(u) for an LSTM's input gate; the second bias of each is 0.
    [Theory]
    [InlineData("lstm", 1, 0)]
    [InlineData("gru", 1, -1)]
    [InlineData("gru-reset-before", 1, -1)]
    public void Create_MaxDependency_SetsForgetAndInputGates(string cell, int keepingGate, int input)
    {
        const int Hidden = 200;
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, Hidden, layerCount: 2, bidirectional: true);
        using var network = RecurrentNetwork.Create(description, seed: 3, chronoMaxDependency: 100);
        using var plain = RecurrentNetwork.Create(description, seed: 3);

        foreach (var (layer, plainLayer) in network.Layers.Zip(plain.Layers))
        {
            foreach (var (direction, plainDirection) in layer.Directions.Zip(plainLayer.Directions))
            {
                var starts = Gate(OracleTensors.ToDoubles(direction.InputBias!), keepingGate);
                Assert.InRange(starts.Min(), 0, Math.Log(8));
                Assert.InRange(starts.Max(), Math.Log(90), Math.Log(99) + 1e-5);
                // The mean of U(1, 99).
                Assert.InRange(starts.Average(Math.Exp), 40, 60);
                Assert.All(Gate(OracleTensors.ToDoubles(direction.RecurrentBias!), keepingGate), bias => Assert.Equal(0, bias));
                if (input >= 0)
                    Assert.Equal(starts.Select(start => -start), Gate(OracleTensors.ToDoubles(direction.InputBias!), input));
                Assert.Equal(
                    Gate(OracleTensors.ToDoubles(plainDirection.InputBias!), 2), Gate(OracleTensors.ToDoubles(direction.InputBias!), 2));
                Assert.Equal(OracleTensors.ToDoubles(plainDirection.RecurrentWeight), OracleTensors.ToDoubles(direction.RecurrentWeight));
            }
        }

        static double[] Gate(double[] bias, int gate) => bias[(gate * Hidden)..((gate + 1) * Hidden)];
    }

    [Theory]
    [InlineData(
        "rnn", 10, "Layer 1 is rnn, which has no gates: a maximum dependency requires LSTM or GRU layers with biases. (Parameter 'maxDependency')")]
    [InlineData("lstm", 1, "The maximum dependency must be at least 2 time steps. (Parameter 'maxDependency')\nActual value was 1.")]
    public void Create_InvalidMaxDependency_Throws(string cell, int maxDependency, string message)
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 3);

        var exception = Assert.ThrowsAny<ArgumentException>(() => RecurrentNetwork.Create(description, chronoMaxDependency: maxDependency));

        Assert.Equal(message, exception.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Create_MaxDependencyWithoutBiases_Throws()
    {
        var description = new NetworkDescription { Features = 1, Layers = TestLayers.Stack(RecurrentCell.Gru, 1, 3, bias: false) };

        Assert.Equal(
            "Layer 1 is gru without biases: a maximum dependency requires LSTM or GRU layers with biases. (Parameter 'maxDependency')",
            Assert.Throws<ArgumentException>(() => RecurrentNetwork.Create(description, chronoMaxDependency: 50)).Message);
    }
}
