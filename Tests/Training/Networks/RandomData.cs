using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Random sequences and targets for any network.</summary>
internal static class RandomData
{
    public static SequenceData Create(NetworkDescription network, int sequences, int time)
    {
        var input = OnnxAssert.CreateInput(network, sequences, time);
        var targets = network.Task == RecurrentTask.Forecast
            ? TestNetworks.Input(sequences, network.HasOutputPerStep ? time : network.Forecast.Horizon, network.Forecast.Targets, seed: 3)
            : randint(0, network.Classes, network.HasOutputPerStep ? [sequences, time] : [sequences], dtype: ScalarType.Int64);
        return SequenceData.FromTensors(input.Values, targets, input.FutureCovariates);
    }
}
