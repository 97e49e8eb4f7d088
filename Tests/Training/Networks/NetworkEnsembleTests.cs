using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class NetworkEnsembleTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4, layerCount: 2) with
        {
            Forecast = new ForecastDescription { Horizon = 3 },
            Normalization = InputNormalization.Standard,
        };

    [Fact]
    public void Combine_Forecasters_OutputsTheMean()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var members = Members(Forecaster);
        using var combined = RecurrentNetwork.Combine(members);
        var input = TestNetworks.Input(batch: 4, time: 5, features: 2, seed: 1);

        var outputs = members.Select(member => OracleTensors.ToDoubles(member.forward(input))).ToArray();

        Assert.Equal(3, combined.Description.EnsembleSize);
        Assert.Equal(3 * Forecaster.ParameterCount, combined.Description.ParameterCount);
        Assert.Equal(combined.Description.ParameterCount, combined.parameters().Sum(parameter => parameter.numel()));
        OracleAssert.Same([.. outputs[0].Select((_, index) => outputs.Average(output => output[index]))], combined.forward(input), "mean");
    }

    [Fact]
    public void Combine_Classifiers_OutputsTheMeanProbability()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var members = Members(Forecaster with { Task = RecurrentTask.Classify, Classes = 3, Forecast = Forecaster.Forecast with { Horizon = 1 } });
        using var combined = RecurrentNetwork.Combine(members);
        var input = TestNetworks.Input(batch: 4, time: 5, features: 2, seed: 1);

        var outputs = members.Select(member => OracleTensors.ToDoubles(member.forward(input))).ToArray();

        OracleAssert.Same([.. outputs[0].Select((_, index) => outputs.Average(output => output[index]))], combined.forward(input), "mean");
    }

    [Fact]
    public void Split_Ensemble_ReturnsTheMembers()
    {
        using var scope = NewDisposeScope();
        var members = Members(Forecaster with { HasLayerNormalization = true });
        using var combined = RecurrentNetwork.Combine(members);

        var split = combined.Split();

        foreach (var (member, splitMember) in members.Zip(split))
            Assert.Equal(member.parameters().SelectMany(OracleTensors.ToDoubles), splitMember.parameters().SelectMany(OracleTensors.ToDoubles));
        Assert.All(split, member => Assert.Equal(members[0].InputScale!.Mean, member.InputScale!.Mean));
    }

    [Fact]
    public void Export_EnsembleWithDifferentLayers_HasOneStatePerLayer()
    {
        using var network = TestNetworks.Create(Forecaster with
        {
            EnsembleSize = 2,
            Layers =
            [
                new() { Cell = RecurrentCell.Lstm, InputSize = 2, HiddenSize = 5 },
                new() { Cell = RecurrentCell.Gru, InputSize = 5, HiddenSize = 3, Direction = SequenceDirection.Bidirectional },
            ],
        });

        // The exporter compares every output, with and without states.
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);

        Assert.Equal(["c0_0", "c0_2", "h0_0", "h0_1", "h0_2", "h0_3", "lengths"], session.OptionalInputs.Order(StringComparer.Ordinal));
        Assert.Equal(["output", "hn_0", "hn_1", "hn_2", "hn_3", "cn_0", "cn_2"], session.Outputs);
    }

    [Fact]
    public void Combine_Quantiles_AreNotCalibrated()
    {
        using var scope = NewDisposeScope();
        var forecast = Forecaster.Forecast with { Quantiles = [0.1, 0.5, 0.9] };
        using var combined = RecurrentNetwork.Combine(Members(Forecaster with { Forecast = forecast }));

        Assert.All(combined.Quantiles!.Shift, shift => Assert.Equal(0, shift));
    }

    [Fact]
    public void Combine_IncompatibleNetworks_Throws()
    {
        using var scope = NewDisposeScope();
        var member = TestNetworks.Create(Forecaster);
        var scaled = TestNetworks.Create(Forecaster, seed: 2);
        var other = TestNetworks.Create(Forecaster with { Forecast = Forecaster.Forecast with { Horizon = 2 } });
        var ensemble = TestNetworks.Create(Forecaster with { EnsembleSize = 2 });

        Assert.Equal("There is no network to combine. (Parameter 'members')", Refused());
        Assert.Equal(
            "Network 1 has different scales from network 0: combine networks that were fitted on the same data. (Parameter 'members')",
            Refused(member, scaled));
        Assert.Equal(
            "Network 1 has a different description from network 0: combine networks of the same description. (Parameter 'members')",
            Refused(member, other));
        Assert.Equal("Network 1 is an ensemble of 2 networks: combine single networks. (Parameter 'members')", Refused(member, ensemble));

        static string Refused(params RecurrentNetwork[] members) =>
            Assert.Throws<ArgumentException>(() => RecurrentNetwork.Combine(members)).Message;
    }

    // Networks of several seeds with the scales of the first, as if they were fitted on the same data.
    private static RecurrentNetwork[] Members(NetworkDescription description)
    {
        RecurrentNetwork[] members = [.. Enumerable.Range(1, 3).Select(seed => TestNetworks.Create(description, seed))];
        foreach (var member in members)
            member.SetScales(members[0].InputScale, members[0].TargetScale);
        return members;
    }
}
