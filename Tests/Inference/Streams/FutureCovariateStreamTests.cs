using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Streams of models with future covariates: forecasts from the carried state equal those of the whole sequence, to the last bit.</summary>
public sealed class FutureCovariateStreamTests
{
    private const int Steps = 9;
    private const int Horizon = 4;

    public static TheoryData<string> Names => [.. Each.Select(variant => variant.Name)];

    // Every cell, baseline, transform and normalization that a stream can carry, with one and two layers, ensembles, quantiles and differences.
    private static List<Variant> Each { get; } =
    [
        .. Variants.Each.Where(variant => variant.Description is { Forecast.FutureCovariates: > 0, Normalization: not InputNormalization.Window }
            && variant.Description.Layers.All(layer => layer.Direction == SequenceDirection.Forward)),
        .. from index in Enumerable.Range(0, 18) select Create(index),
    ];

    [Theory, MemberData(nameof(Names))]
    public void Forecast_AfterEachStep_EqualsTheSequenceSoFar(string name)
    {
        using var model = Load(name);
        var batch = EngineBatch.Alike(model, count: 1, time: Steps);
        var stream = model.OpenStream();
        for (var step = 1; step <= Steps; step++)
        {
            // Halfway, another stream takes over.
            if (step == Steps / 2)
            {
                var state = stream.SaveState();
                stream = model.OpenStream();
                stream.RestoreState(state);
            }

            Step(stream, model, batch, step - 1);
            var before = stream.SaveState();
            var (output, quantiles) = Forecast(stream, model, batch, step);
            var (again, _) = Forecast(stream, model, batch, step);

            Assert.Equal(output, again);
            Assert.Equal(before, stream.SaveState());
            if (step < model.Network.MinSteps)
            {
                Assert.All(output.Concat(quantiles), value => Assert.Equal(float.NaN, value));
                continue;
            }

            var scores = SoFar(batch, model, step).Score(model)[..^model.StateSize];
            Assert.All(output, value => Assert.True(float.IsFinite(value)));
            Assert.Equal(scores[..output.Length], output);
            Assert.Equal(scores[output.Length..], quantiles);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Forecast_ManySeries_EqualsSeparateStreams(string name)
    {
        using var model = Load(name);
        var count = Engine.StreamBlock.GetLaneCount(((Engine.ManagedEngine)model.ScoringEngine).Packed) + 5;
        var batches = Enumerable.Range(0, count).Select(seed => EngineBatch.Alike(model, count: 1, time: Steps, seed: seed)).ToArray();
        var alone = batches.Select(_ => model.OpenStream()).ToArray();
        var together = model.OpenStreams<int>();
        for (var step = 0; step < Steps; step++)
        {
            // All of the series, most of them, a few.
            var keys = Enumerable.Range(0, count).Where(key => step == 0 || key % (1 + (step % 4 * 3)) == 0).ToArray();
            foreach (var key in keys)
                Step(alone[key], model, batches[key], step);
            together.Step(
                keys,
                [.. keys.SelectMany(key => Values(batches[key], model, step))],
                new FutureInputs { Covariates = keys.SelectMany(key => Covariates(batches[key], model, step, 1)).ToArray() });

            int[] others = [.. keys.Reverse(), .. keys.Take(2)];
            var outputs = new float[others.Length * model.Network.OutputSize];
            var quantiles = new float[others.Length * model.GetQuantilesSize(1)];
            together.Forecast(
                others,
                new FutureInputs { Covariates = others.SelectMany(key => Covariates(batches[key], model, step + 1, Horizon)).ToArray() },
                outputs,
                quantiles);

            var expected = others.Select(key => Forecast(alone[key], model, batches[key], step + 1)).ToArray();
            Assert.Equal(expected.SelectMany(one => one.Output), outputs);
            Assert.Equal(expected.SelectMany(one => one.Quantiles), quantiles);
        }

        Assert.Equal(alone[3].SaveState(), together.SaveState(3));
        Assert.Equal(expected: count, together.Count);
    }

    [Fact]
    public void Forecast_NaN_AffectsOnlyWhatItBelongsTo()
    {
        using var model = Load(Each[^1].Name);
        var batch = EngineBatch.Alike(model, count: 1, time: Steps);
        var (stream, streams) = (model.OpenStream(), model.OpenStreams<string>());
        Advance(Values(batch, model, 0), Covariates(batch, model, 0, 1));
        var expected = Predict(Covariates(batch, model, 1, Horizon));
        var covariates = Covariates(batch, model, 1, Horizon);
        covariates[^1] = float.NaN;

        Assert.All(Predict(covariates), value => Assert.Equal(float.NaN, value));
        Assert.Equal(expected, Predict(Covariates(batch, model, 1, Horizon)));
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));

        Advance(Values(batch, model, 1), [float.NaN, .. Covariates(batch, model, 1, 1)[1..]]);
        Assert.All(Predict(Covariates(batch, model, 2, Horizon)), value => Assert.Equal(float.NaN, value));
        Advance(Values(batch, model, 2), Covariates(batch, model, 2, 1));
        Assert.All(Predict(Covariates(batch, model, 3, Horizon)), value => Assert.Equal(float.NaN, value));
        stream.Reset();
        streams.Remove("a");
        Advance(Values(batch, model, 0), Covariates(batch, model, 0, 1));
        Assert.Equal(expected, Predict(Covariates(batch, model, 1, Horizon)));

        void Advance(float[] values, float[] future)
        {
            stream.Step(values, new FutureInputs { Covariates = future });
            streams.Step(["a"], values, new FutureInputs { Covariates = future });
        }

        float[] Predict(float[] future)
        {
            var (output, other) = (new float[model.Network.OutputSize], new float[model.Network.OutputSize]);
            stream.Forecast(new FutureInputs { Covariates = future }, output);
            streams.Forecast(["a"], new FutureInputs { Covariates = future }, other);
            Assert.Equal(output, other);
            return output;
        }
    }

    [Fact]
    public void Step_WithAndWithoutFutureCovariates_IsRefusedByName()
    {
        using var model = Load(Each[0].Name);
        using var plain = RecurrentModel.Load(RandomFiles.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, 1, 2)));
        var stream = model.OpenStream();
        const string Missing = "This model requires 2 future covariates: advance the stream with Step(values, FutureInputs), then call Forecast with "
            + "the future covariates of the horizon.";

        Assert.Equal(Missing, Assert.Throws<InvalidOperationException>(() => stream.Step(new float[3], new float[8])).Message);
        Assert.Equal(
            Missing, Assert.Throws<InvalidOperationException>(() => model.OpenStreams<int>().Step([1], new float[3], new float[8])).Message);
        Assert.Equal(
            "There is no step yet to forecast from: step first.",
            Assert.Throws<InvalidOperationException>(() => stream.Forecast(new FutureInputs { Covariates = new float[8] }, new float[8])).Message);
        Assert.Equal(
            "Covariates: expected 2 future covariates at the 4 steps of the horizon, 8 values in total; got 6. (Parameter 'inputs')",
            Assert.Throws<ArgumentException>(() => stream.Forecast(new FutureInputs { Covariates = new float[6] }, new float[8])).Message);
        Assert.Equal(
            "The model card does not say what the 2 future covariates of the model are: provide all of them in FutureInputs.Covariates.",
            Assert.Throws<NotSupportedException>(() => stream.Step(new float[3], default(FutureInputs))).Message);
        Assert.Equal(
            "This model has no future covariates: step with the values alone.",
            Assert.Throws<InvalidOperationException>(
                () => plain.OpenStream().Step([1], new FutureInputs { Covariates = new float[1] })).Message);
        Assert.Equal(
            "This model has no future covariates: each step has its output.",
            Assert.Throws<InvalidOperationException>(() => plain.OpenStream().Forecast(default, new float[1])).Message);
        Assert.Equal(
            "There is no series 'b'.",
            Assert.Throws<KeyNotFoundException>(
                () => model.OpenStreams<string>().Forecast(["b"], new FutureInputs { Covariates = new float[8] }, new float[8])).Message);
    }

    [Fact]
    public void OpenStream_OnnxRuntime_IsRefusedByName()
    {
        using var model = Load(Each[0].Name, RecurrentEngine.OnnxRuntime);

        Assert.Equal(
            "This model cannot be streamed by ONNX Runtime: its file has no forecast from a carried state over the future covariates of the horizon "
            + "alone. Load it with the engine Managed.",
            Assert.Throws<NotSupportedException>(model.OpenStream).Message);
    }

    [Fact]
    public void StepAndForecast_ManyTimes_DoNotAllocate()
    {
        using var model = Load(Each[^1].Name);
        var batch = EngineBatch.Alike(model, count: 1, time: Steps);
        var stream = model.OpenStream();
        var (values, future, horizon) = (Values(batch, model, 0), Covariates(batch, model, 0, 1), Covariates(batch, model, 1, Horizon));
        var output = new float[model.Network.OutputSize];
        for (var call = 0; call < 100; call++)
            Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
            Run();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            stream.Step(values, new FutureInputs { Covariates = future });
            stream.Forecast(new FutureInputs { Covariates = horizon }, output);
        }
    }

    private static Variant Create(int index)
    {
        var baseline = (ResidualBaseline)(index % 4);
        var isSeasonal = baseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift;
        var seasonalCovariates = isSeasonal && index % 3 != 0;
        var transform = (TargetTransform)(index / 2 % 3);
        var differences = index % 5 == 1;
        var covariates = 3 + (index % 2);
        return new Variant($"{index}: {baseline} {transform}", new NetworkDescription
        {
            Features = 3,
            Layers = TestLayers.Stack(RecurrentCell.All[index % 5], 3 + (differences ? 2 : 0) + covariates + 1, 5, 1 + (index % 3)),
            Normalization = index % 4 == 0 ? InputNormalization.None : InputNormalization.Standard,
            HasLayerNormalization = index % 4 == 2,
            EnsembleSize = 1 + (index % 7 / 5),
            Forecast = new ForecastDescription
            {
                Horizon = Horizon,
                Targets = 2,
                FutureCovariates = covariates,
                TargetFeatures = [2, 0],
                ResidualBaseline = baseline,
                SeasonLength = isSeasonal && !seasonalCovariates ? 3 : 0,
                SeasonalCovariates = seasonalCovariates ? [2, 0] : [],
                Transform = transform,
                TransformOffset = transform == TargetTransform.None ? 0 : 8,
                HasDifferences = differences,
                Quantiles = index % 3 == 1 ? [0.1, 0.5, 0.7] : [],
            },
        });
    }

    private static void Step(RecurrentStream stream, RecurrentModel model, EngineBatch batch, int step) =>
        stream.Step(Values(batch, model, step), new FutureInputs { Covariates = Covariates(batch, model, step, 1) });

    private static (float[] Output, float[] Quantiles) Forecast(RecurrentStream stream, RecurrentModel model, EngineBatch batch, int step)
    {
        var (output, quantiles) = (new float[model.Network.OutputSize], new float[model.GetQuantilesSize(1)]);
        stream.Forecast(new FutureInputs { Covariates = Covariates(batch, model, step, Horizon) }, output, quantiles);
        return (output, quantiles);
    }

    private static float[] Values(EngineBatch batch, RecurrentModel model, int step) =>
        batch.Values[(step * model.Network.Features)..((step + 1) * model.Network.Features)];

    private static float[] Covariates(EngineBatch batch, RecurrentModel model, int step, int count)
    {
        var width = model.Network.Forecast.FutureCovariates;
        return batch.FutureCovariates[(step * width)..((step + count) * width)];
    }

    private static EngineBatch SoFar(EngineBatch batch, RecurrentModel model, int steps) => batch with
    {
        Values = batch.Values[..(steps * model.Network.Features)],
        FutureCovariates = Covariates(batch, model, 0, steps + Horizon),
    };

    private static RecurrentModel Load(string name, RecurrentEngine engine = RecurrentEngine.Managed) => RecurrentModel.Load(
        RandomFiles.Create(Each.Single(variant => variant.Name == name).Description), options: new RecurrentModelOptions { Engine = engine });
}
