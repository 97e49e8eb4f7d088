using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Scoring and streaming with the managed engine allocate no managed memory.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void Score_Managed_AllocatesNothing()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 24), workers: 2);
        var model = engines.Managed;
        var uniform = EngineBatch.Alike(model, count: 300, time: 12, states: true);
        var ragged = EngineBatch.Ragged(model, [.. Enumerable.Range(0, 300).Select(index => 1 + (index % 12))]);
        var outputs = new float[300];
        var states = new float[300 * model.StateSize];

        AllocatesNothing(() => model.Score(uniform.Values.AsSpan(0, 24), outputs.AsSpan(0, 1)));
        AllocatesNothing(() => model.ScoreBatch(uniform.Values, 300, outputs));
        AllocatesNothing(() => model.ScoreBatch(
            new SequenceBatch
            {
                Values = ragged.Values,
                Count = 300,
                Lengths = ragged.Lengths,
                InitialStates = uniform.InitialStates,
                FinalStates = states,
            },
            outputs));
    }

    [Fact]
    public void Step_Managed_AllocatesNothing()
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.GruResetBefore, featureCount: 2, hiddenSize: 24, layerCount: 2);
        using var engines = EnginePair.Create(description, workers: 2);
        using var text = EnginePair.Create(EngineNetworks.All["text"]);
        var stream = engines.Managed.OpenStream();
        var tokens = text.Managed.OpenStream();
        var streams = engines.Managed.OpenStreams<string>();
        string[] keys = [.. Enumerable.Range(0, 500).Select(index => $"series {index}")];
        var values = new float[1000];
        var outputs = new float[500];

        AllocatesNothing(() => stream.Step(values.AsSpan(0, 2), outputs.AsSpan(0, 1)));
        AllocatesNothing(() => tokens.StepToken(3, outputs.AsSpan(0, 70)));
        AllocatesNothing(() => streams.Step(keys, values, outputs));

        // A few series after all, and again: their states change their layout.
        string[] few = [.. keys.Where((_, index) => index % 20 == 7)];
        AllocatesNothing(() =>
        {
            streams.Step(keys, values, outputs);
            streams.Step(few, values.AsSpan(0, 2 * few.Length), outputs.AsSpan(0, few.Length));
            streams.Step(few, values.AsSpan(0, 2 * few.Length), outputs.AsSpan(0, few.Length));
        });
    }

    [Fact]
    public void Score_ManagedForecasterWithEverything_AllocatesNothing()
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 24, layerCount: 2) with
        {
            Pooling = SequencePooling.Mean,
            HasLayerNormalization = true,
            Forecast = new ForecastDescription
            {
                TargetFeatures = [1],
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
                SeasonLength = 3,
                Transform = TargetTransform.SquareRoot,
                TransformOffset = 8,
                Quantiles = [0.1, 0.5, 0.9],
            },
            EnsembleSize = 2,
        };
        using var engines = EnginePair.Create(description, workers: 2);
        var model = engines.Managed;
        var stream = model.OpenStream();
        var batch = EngineBatch.Ragged(model, [.. Enumerable.Range(0, 300).Select(index => 3 + (index % 12))]);
        var outputs = new float[300];
        var quantiles = new float[900];

        AllocatesNothing(() => model.ScoreBatch(
            new SequenceBatch { Values = batch.Values, Count = 300, Lengths = batch.Lengths, Quantiles = quantiles }, outputs));
        AllocatesNothing(() => model.ScoreBatch(new SequenceBatch { Values = batch.Values, Count = 300, Lengths = batch.Lengths }, outputs));
        AllocatesNothing(() => stream.Step(batch.Values.AsSpan(0, 2), outputs.AsSpan(0, 1), quantiles.AsSpan(0, 3)));
    }

    [Fact]
    public void Score_ManagedWithEveryPart_AllocatesNothing()
    {
        // Networks that run step by step, and those that run layer by layer.
        var variants = PartMatrix.Each.Where(variant => variant.Description.Embedding is null && variant.Description.Forecast.FutureCovariates == 0);
        foreach (var (index, variant) in variants.Index().Where(variant => variant.Index % 5 == 0))
        {
            using var engines = EnginePair.Create(RandomFiles.Create(variant.Description), workers: 1 + (index % 2));
            var model = engines.Managed;
            var batch = EngineBatch.Ragged(model, [.. Enumerable.Range(0, 100).Select(index => 4 + (index % 9))]);
            var outputs = new float[(model.Network.HasOutputPerStep ? batch.Lengths.Sum() : 100) * model.Network.OutputSize];

            AllocatesNothing(() => model.ScoreBatch(new SequenceBatch { Values = batch.Values, Count = 100, Lengths = batch.Lengths }, outputs));
            if (StreamChecks.FindObstacle(model) is not null)
                continue;
            var stream = model.OpenStream();
            var streams = model.OpenStreams<int>();
            int[] keys = [.. Enumerable.Range(0, 50)];
            AllocatesNothing(() =>
            {
                stream.Step(batch.Values.AsSpan(0, model.Network.Features), outputs.AsSpan(0, model.Network.OutputSize));
                streams.Step(keys, batch.Values.AsSpan(0, 50 * model.Network.Features), outputs.AsSpan(0, 50 * model.Network.OutputSize));
            });
        }
    }

    private static void AllocatesNothing(Action work)
    {
        for (var round = 0; round < 3; round++)
            work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 20; round++)
            work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
