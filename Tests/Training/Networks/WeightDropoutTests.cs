using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class WeightDropoutTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 20) with
        {
            Regularization = new RegularizationDescription { RecurrentDropout = 0.25 },
        };

    [Fact]
    public void BeginWeightDropout_Weights_DropsTheFractionAndScalesTheRest()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        var weight = network.Layers[0].Directions[0].RecurrentWeight;
        var original = OracleTensors.ToDoubles(weight);
        manual_seed(1);

        using (network.BeginWeightDropout())
        {
            var dropped = OracleTensors.ToDoubles(weight);
            Assert.InRange(dropped.Count(value => value == 0) / (double)dropped.Length, 0.2, 0.3);
            Assert.All(dropped.Zip(original).Where(pair => pair.First != 0), pair => Assert.Equal(pair.Second / 0.75, pair.First, 1e-6));
        }

        Assert.Equal(original, OracleTensors.ToDoubles(weight));
    }

    // The gradient of a dropped weight is 0, and that of a kept weight is the gradient of the scaled weight times its scale.
    [Fact]
    public void BeginWeightDropout_Gradients_AreMasked()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        network.train();
        var weight = network.Layers[0].Directions[0].RecurrentWeight;
        var input = TestNetworks.Input(batch: 3, time: 4, features: 2, seed: 1);
        double[] mask;
        Tensor gradients;
        using (network.BeginWeightDropout())
        {
            mask = [.. OracleTensors.ToDoubles(weight).Select(value => value == 0 ? 0 : 1 / 0.75)];
            network.forward(input).sum().backward();
            gradients = weight.grad!.clone();
        }

        OracleAssert.Same([.. OracleTensors.ToDoubles(gradients).Zip(mask, (gradient, kept) => gradient * kept)], weight.grad!, "gradient");
        Assert.Contains(OracleTensors.ToDoubles(gradients).Zip(mask), pair => pair.First != 0 && pair.Second == 0);
    }

    // Those of a network without weight dropout whose weights are the dropped ones.
    [Theory, InlineData("rnn"), InlineData("rnn-relu"), InlineData("lstm"), InlineData("gru"), InlineData("gru-reset-before")]
    public void BeginWeightDropout_Gradients_AreThoseOfTheDroppedWeights(string cell)
    {
        using var scope = NewDisposeScope();
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 2, hiddenSize: 9, bidirectional: true);
        using var plain = TestNetworks.Create(description);
        using var network = TestNetworks.Create(description with { Regularization = Forecaster.Regularization });
        network.train();
        var input = TestNetworks.Input(batch: 3, time: 4, features: 2, seed: 1);
        var weights = network.Layers[0].Directions.Select(direction => direction.RecurrentWeight).ToList();
        Tensor[] masks;
        using (network.BeginWeightDropout())
        {
            plain.load_state_dict(network.state_dict());
            masks = [.. weights.Select(weight => (weight != 0).to(ScalarType.Float32) / 0.75f)];
            network.forward(input).sum().backward();
        }

        FusedFailure.ThrowIfAny();
        plain.forward(input).sum().backward();

        foreach (var (name, parameter) in plain.named_parameters().Where(entry => entry.parameter.grad is not null))
        {
            var actual = network.get_parameter(name)!;
            var mask = weights.FindIndex(weight => weight.Handle == actual.Handle);
            TensorAssert.Close(mask < 0 ? parameter.grad! : parameter.grad! * masks[mask], actual.grad!, 1e-6, name);
        }
    }

    [Fact]
    public void Run_TrainingWithoutWeightDropout_Throws()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        var input = TestNetworks.Input(batch: 3, time: 4, features: 2, seed: 1);
        network.forward(input);
        network.train();

        Assert.Equal(
            "The network drops recurrent weights during training: call BeginWeightDropout first, or switch to evaluation mode.",
            Assert.Throws<InvalidOperationException>(() => network.forward(input)).Message);
    }

    [Fact]
    public void Fit_RecurrentDropout_TrainsAndRoundTrips()
    {
        using var scope = NewDisposeScope();
        using var data = TestData.Sine();
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 12) with
        {
            Regularization = new RegularizationDescription { RecurrentDropout = 0.2 },
        });
        var losses = new LossRecorder();

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 15 }, losses);

        Assert.True(losses.Losses.Last() < losses.Losses.First() / 2);
        using var imported = TestImports.ImportWithoutWarning(OnnxExporter.Export(network).Bytes.ToArray()).Network;
        Assert.Equal(0.2, imported.Description.Regularization.RecurrentDropout);
    }
}
