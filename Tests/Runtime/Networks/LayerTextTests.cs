using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class LayerTextTests
{
    [Fact]
    public void Describe_EveryKindOfLayer_IsPlainWords()
    {
        var network = new NetworkDescription
        {
            Features = 2,
            Layers =
            [
                new()
                {
                    Cell = RecurrentCell.Lstm,
                    InputSize = 5,
                    HiddenSize = 3,
                    Direction = SequenceDirection.Bidirectional,
                    InputLayers =
                    [
                        new() { InputSize = 2, OutputSize = 4, KernelSize = 3, Activation = ActivationFunction.LeakyRelu() },
                        new() { InputSize = 4, OutputSize = 5 },
                    ],
                    Variant = new CellVariant
                    {
                        Gate = ActivationFunction.HardSigmoid(),
                        Output = ActivationFunction.Relu,
                        Clip = 2.5f,
                        CouplesForgetGate = true,
                        HasPeepholes = true,
                    },
                },
                new()
                {
                    Cell = RecurrentCell.Gru,
                    InputSize = 6,
                    HiddenSize = 4,
                    Variant = new CellVariant { Candidate = ActivationFunction.Softsign },
                },
                new() { Cell = RecurrentCell.Rnn, InputSize = 4, HiddenSize = 7 },
            ],
            HeadLayers =
            [
                new() { InputSize = 7, OutputSize = 8, Activation = ActivationFunction.Gelu },
                new() { InputSize = 8, OutputSize = 9 },
            ],
        };

        Assert.Equal(
            "convolution 4 over 3 steps leaky-relu 0.01 -> linear 5 -> "
            + "LSTM 3 bidirectional (gates hard-sigmoid 0.2 0.5, output relu, clip 2.5, coupled forget gate, peepholes) -> "
            + "GRU 4 (candidate softsign) -> RNN 7, head: 8 gelu -> 9",
            LayerText.Describe(network));
    }
}
