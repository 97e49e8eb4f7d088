using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>A batch of random sequences of different lengths.</summary>
internal sealed unsafe class TestBatch
{
    private readonly int[] _lengths;
    private readonly float[] _values;
    private readonly float[] _futureCovariates;

    public TestBatch(NetworkDescription network, Random random, int count, int maxSteps)
    {
        _lengths = [.. Enumerable.Range(0, count).Select(_ => random.Next(network.MinSteps, maxSteps + 1))];
        var steps = _lengths.Sum();
        _values = RandomEngineNetworks.CreateValues(random, steps * network.Features);
        CategoryCodes.Write(network, _values, steps);
        _futureCovariates = RandomEngineNetworks.CreateValues(
            random, (steps + (count * network.Forecast.Horizon)) * network.Forecast.FutureCovariates);
        OutputCount = (network.HasOutputPerStep ? steps : count) * network.OutputSize;
    }

    /// <summary>The number of values in the outputs of all sequences.</summary>
    public int OutputCount { get; }

    /// <summary>Scores the batch.</summary>
    public float[] Run(ManagedEngine engine)
    {
        var outputs = new float[OutputCount];
        Run(engine, outputs);
        return outputs;
    }

    /// <summary>Scores the batch.</summary>
    public void Run(ManagedEngine engine, float[] outputs)
    {
        fixed (int* lengths = _lengths)
        fixed (float* values = _values, futureCovariates = _futureCovariates, target = outputs)
        {
            engine.Run(new PinnedBatch
            {
                Values = values,
                FutureCovariates = futureCovariates,
                Count = _lengths.Length,
                Time = _lengths.Sum(),
                Lengths = lengths,
                Outputs = target,
            });
        }
    }
}
