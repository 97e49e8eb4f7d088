using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Networks with parts around the cells compute what LibTorch's own modules and functions compute with the same weights.</summary>
public sealed class PartOracleTests
{
    private static readonly NetworkDescription Everything =
        PartVariants.Each.Single(variant => variant.Name == "everything").Description;

    [Fact]
    public void Run_EveryPart_MatchesLibTorchsModules()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Everything);
        var weights = WeightLayout.Read(network);
        var input = TestNetworks.Input(batch: 4, time: 9, features: 3, seed: 1);

        var scaled = (input - tensor(weights.InputScale!.Mean)) / tensor(weights.InputScale.StandardDeviation);
        // Conv1d of [batch, channels, time], with a step of padding before.
        var convolution = weights.Layers[0].InputLayers[0];
        var sequence = nn.functional.conv1d(
            cat([zeros(4, 3, 1), scaled.transpose(1, 2)], 2), tensor(convolution.Weight, [6, 3, 3]), tensor(convolution.Bias)).transpose(1, 2);
        sequence = Linear(nn.functional.leaky_relu(sequence, 0.01), weights.Layers[0].InputLayers[1], 6, 4).tanh();
        for (var layer = 0; layer < 2; layer++)
        {
            if (layer == 1)
                sequence = Linear(sequence, weights.Layers[1].InputLayers[0], 10, 3).tanh();
            sequence = RunLstm(network, layer, sequence);
            var norm = weights.Layers[layer].Norm!;
            sequence = nn.functional.layer_norm(sequence, [10], tensor(norm.Scale), tensor(norm.Shift), 1e-4);
        }

        Assert.Equal([4, 8, 10], sequence.shape);
        var pooled = cat([sequence.select(1, 6), sequence.select(1, 7)], 1);
        pooled = nn.functional.layer_norm(pooled, [20], tensor(weights.HeadNorm!.Scale), tensor(weights.HeadNorm.Shift), 1e-4);
        pooled = nn.functional.gelu(Linear(pooled, weights.HeadLayers[0], 20, 6));
        pooled = nn.functional.elu(Linear(pooled, weights.HeadLayers[1], 6, 5), 1);
        var outputs = Linear(pooled, new LinearWeights(weights.HeadWeight!, weights.HeadBias!), 5, 8).tanh().reshape(4, 4, 2);
        var denormalized = (outputs * tensor(weights.TargetScale!.StandardDeviation)) + tensor(weights.TargetScale.Mean);
        Assert.NotEqual(OracleTensors.ToDoubles(denormalized), OracleTensors.ToDoubles(denormalized.clamp(-1.5, 1.5)));

        OnnxAssert.Same(denormalized.clamp(-1.5, 1.5), network.forward(input), "output");
    }

    [Fact]
    public void Forward_BeyondABound_HasAGradientInTrainingAndIsBoundedInEvaluation()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, 1, 4) with
        {
            Forecast = new ForecastDescription { Minimum = 100 },
        });
        var input = TestNetworks.Input(batch: 2, time: 3, features: 1, seed: 1);

        Assert.Equal([100, 100], OracleTensors.ToDoubles(network.forward(input)));
        network.train();
        network.forward(input).sum().backward();

        Assert.Contains(OracleTensors.ToDoubles(network.Head!.weight!.grad!), gradient => gradient != 0);
    }

    [Fact]
    public void Run_LearnedInitialState_IsThatOfTheFirstStepUnlessOneIsGiven()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 4, layerCount: 2, bidirectional: true);
        using var network = TestNetworks.Create(description with { HasLearnedInitialState = true });
        using var plain = WeightLayout.Build(description, WeightLayout.Read(network) with { InitialHidden = null, InitialCell = null });
        var input = TestNetworks.Input(batch: 3, time: 5, features: 1, seed: 1);
        var given = TestNetworks.States(description.Layers, batch: 3, seed: 1);
        RecurrentState[] learned =
        [
            .. network.Members[0].InitialStates!.Select(state => new RecurrentState(state.Hidden.expand(-1, 3, -1), state.Cell!.expand(-1, 3, -1))),
        ];

        OnnxAssert.Same(plain.Run(input, learned).Output, network.forward(input), "learned states");
        OnnxAssert.Same(plain.Run(input, given).Output, network.Run(input, given).Output, "given states");
    }

    [Fact]
    public void Run_ReversedOutput_IsTheOutputOfTheSameNetworkFromLastToFirst()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var description = PartVariants.Each.Single(variant => variant.Description.ReversesOutput).Description;
        using var network = TestNetworks.Create(description);
        using var plain = WeightLayout.Build(description with { ReversesOutput = false }, WeightLayout.Read(network));
        var input = TestNetworks.Input(batch: 3, time: 5, features: 3, seed: 1);

        Assert.Equal(OracleTensors.ToDoubles(plain.forward(input).flip(1)), OracleTensors.ToDoubles(network.forward(input)));
    }

    [Fact]
    public void Run_TooFewStepsForPoolingOrConvolution_Throws()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Everything);

        Assert.Equal(
            "The sequences have 2 time steps, expected at least 3. (Parameter 'input')",
            Assert.Throws<ArgumentException>(() => network.forward(TestNetworks.Input(2, 2, 3, seed: 1))).Message);
        Assert.Equal(
            "The lengths range from 2 to 5, expected 3 to 5, the number of time steps of the batch.",
            Assert.Throws<ArgumentException>(() => network.Run(new NetworkInput(TestNetworks.Input(2, 5, 3, seed: 1))
            {
                Lengths = tensor(new long[] { 5, 2 }),
            })).Message);
    }

    [Fact]
    public void ComputeStepScores_CausalConvolutionAndLastSteps_MatchesTheSequenceUpToEachStep()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var convolution = new LinearLayerDescription { InputSize = 2, OutputSize = 4, KernelSize = 3, PaddingBefore = 2 };
        using var network = TestNetworks.Create(new NetworkDescription
        {
            Features = 2,
            Layers = [new() { Cell = RecurrentCell.Gru, InputSize = 4, HiddenSize = 5, InputLayers = [convolution] }],
            Forecast = new ForecastDescription { Horizon = 3 },
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 2,
            HeadLayers = [new() { InputSize = 10, OutputSize = 6, Activation = ActivationFunction.Relu }],
        });
        var input = TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1);

        var steps = network.ComputeStepScores(new NetworkInput(input)).Scores;

        for (var time = 2; time <= 6; time++)
            OnnxAssert.Same(network.forward(input.narrow(1, 0, time)), steps.select(1, time - 1), $"step {time}");
    }

    [Theory]
    [InlineData(0, 0, "The network cannot forecast at every time step: its convolutions shorten a sequence by 2 steps.")]
    [InlineData(
        1, 1, "The network cannot forecast at every time step: a convolution reads later steps, which contain the values to be forecast.")]
    public void ComputeStepScores_OtherConvolutions_Throws(int before, int after, string message)
    {
        using var scope = NewDisposeScope();
        var convolution = new LinearLayerDescription
        {
            InputSize = 2,
            OutputSize = 4,
            KernelSize = 3,
            PaddingBefore = before,
            PaddingAfter = after,
        };
        using var network = TestNetworks.Create(new NetworkDescription
        {
            Features = 2,
            Layers = [new() { Cell = RecurrentCell.Gru, InputSize = 4, HiddenSize = 5, InputLayers = [convolution] }],
        });

        Assert.Equal(
            message,
            Assert.Throws<ArgumentException>(
                () => network.ComputeStepScores(new NetworkInput(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1)))).Message);
    }

    private static Tensor Linear(Tensor values, LinearWeights weights, int input, int output) =>
        matmul(values, tensor(weights.Weight, [input, output])) + tensor(weights.Bias);

    private static Tensor RunLstm(RecurrentNetwork network, int layer, Tensor sequence)
    {
        var source = network.Layers[layer];
        using var lstm = nn.LSTM(source.Description.InputSize, source.Description.HiddenSize, batchFirst: true, bidirectional: true);
        foreach (var (name, weight) in lstm.named_parameters())
        {
            var direction = source.Directions[name.EndsWith("_reverse", StringComparison.Ordinal) ? 1 : 0];
            weight.copy_(name[..9] switch
            {
                "weight_ih" => direction.InputWeight,
                "weight_hh" => direction.RecurrentWeight,
                "bias_ih_l" => direction.InputBias!,
                _ => direction.RecurrentBias!,
            });
        }

        var state = network.Members[0].InitialStates![layer];
        return lstm.call(sequence, (state.Hidden.expand(-1, 4, -1).contiguous(), state.Cell!.expand(-1, 4, -1).contiguous())).Item1;
    }
}
