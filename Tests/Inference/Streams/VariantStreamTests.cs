using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Every variant of a network, step by step: values carried in addition to the layers' states, and networks that cannot be streamed.
/// </summary>
public sealed class VariantStreamTests
{
    private const int Steps = 9;

    // Models with future covariates: FutureCovariateStreamTests.
    private static IEnumerable<Variant> Networks => Variants.Each.Concat(PartMatrix.Each).Where(IsForward);

    public static TheoryData<Variant> Streamed =>
        [.. Networks.Where(variant => Refusal(variant) is null && variant.Description.Forecast.FutureCovariates == 0)];

    public static TheoryData<Variant> Refused => [.. Networks.Where(variant => Refusal(variant) is not null)];

    [Theory, MemberData(nameof(Streamed))]
    public void Step_EveryStep_EqualsTheSequenceSoFar(Variant variant)
    {
        using var model = Load(variant);
        var batch = EngineBatch.Alike(model, count: 1, time: Steps);
        var whole = model.Network.HasOutputPerStep ? batch.Score(model) : [];
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

            var (output, quantiles) = Step(stream, model, batch, step - 1);

            if (step < model.Network.MinSteps && !model.Network.HasOutputPerStep)
            {
                Assert.All(output.Concat(quantiles), value => Assert.Equal(float.NaN, value));
                continue;
            }

            var scores = step >= model.Network.MinSteps ? SoFar(batch, model, step).Score(model)[..^model.StateSize] : null;
            var size = model.GetOutputSize(step);
            if (scores is not null)
            {
                Assert.Equal(scores[(size - output.Length)..size], output);
                Assert.Equal(scores[^quantiles.Length..], quantiles);
            }

            if (whole.Length > 0)
                Assert.Equal(whole[((step - 1) * output.Length)..(step * output.Length)], output);
        }
    }

    [Theory, MemberData(nameof(Streamed))]
    public void Step_ManySeries_EqualsSeparateStreams(Variant variant)
    {
        using var model = Load(variant);
        var count = 2 * GetLaneCount(model);
        var batches = Enumerable.Range(0, count).Select(seed => EngineBatch.Alike(model, count: 1, time: Steps, seed: seed)).ToArray();
        var alone = batches.Select(_ => model.OpenStream()).ToArray();
        var together = model.OpenStreams<int>();
        for (var step = 0; step < Steps; step++)
        {
            // All of the series, most of them, a few.
            var keys = Enumerable.Range(0, count)
                .Where(key => step % 3 == 0 || key % (step % 3 == 1 ? 5 : 17) == (step % 3 == 1 ? key % 2 : 0))
                .ToArray();
            var expected = keys.Select(key => Step(alone[key], model, batches[key], step)).ToArray();
            var actual = new float[keys.Length * model.Network.OutputSize];
            var quantiles = new float[keys.Length * model.GetQuantilesSize(1)];

            if (model.Network.Embedding is null)
                together.Step(keys, [.. keys.SelectMany(key => Values(batches[key], model, step))], actual, quantiles);
            else
                together.StepTokens(keys, [.. keys.Select(key => batches[key].Tokens[step])], actual);

            Assert.Equal(expected.SelectMany(one => one.Output), actual);
            Assert.Equal(expected.SelectMany(one => one.Quantiles), quantiles);
        }

        Assert.Equal(alone[3].SaveState(), together.SaveState(3));
    }

    [Theory, MemberData(nameof(Refused))]
    public void OpenStream_NeedsTheWholeSequence_ThrowsWithTheReason(Variant variant)
    {
        using var model = Load(variant);

        Assert.Equal(Refusal(variant), Assert.Throws<NotSupportedException>(model.OpenStream).Message);
        Assert.Equal(Refusal(variant), Assert.Throws<NotSupportedException>(() => model.OpenStreams<int>()).Message);
    }

    [Theory]
    [InlineData(SequencePooling.Mean, ResidualBaseline.None, false, "pooling Mean requires")]
    [InlineData(SequencePooling.Max, ResidualBaseline.None, false, "pooling Max requires")]
    [InlineData(SequencePooling.FinalState, ResidualBaseline.LastValue, true, "residual baseline LastValue requires")]
    [InlineData(SequencePooling.FinalState, ResidualBaseline.None, true, "differences require")]
    public void OpenStream_OnnxRuntimeNeedingHistory_ThrowsWithTheReason(
        SequencePooling pooling, ResidualBaseline baseline, bool differences, string what)
    {
        using var model = Load(
            new Variant("", new NetworkDescription
            {
                Features = 1,
                Layers = TestLayers.Stack(RecurrentCell.Gru, differences ? 2 : 1, 5),
                Forecast = new ForecastDescription
                {
                    TargetFeatures = [0],
                    ResidualBaseline = baseline,
                    HasDifferences = differences,
                },
                Pooling = pooling,
            }),
            RecurrentEngine.OnnxRuntime);

        Assert.Equal(
            $"This model cannot be streamed by ONNX Runtime: {what} earlier time steps, which are not part of the state of its file. Load it with "
            + "the engine Managed.",
            Assert.Throws<NotSupportedException>(model.OpenStream).Message);
    }

    // ONNX Runtime streams a network that carries no more than the states of its layers.
    [Theory, MemberData(nameof(Streamed))]
    public void Step_OnnxRuntime_EqualsTheManagedEngine(Variant variant)
    {
        using var managed = Load(variant);
        using var reference = Load(variant, RecurrentEngine.OnnxRuntime);
        if (managed.StateSize < ((Engine.ManagedEngine)managed.ScoringEngine).Packed.Stream.Size)
            return;
        var batch = EngineBatch.Alike(managed, count: 1, time: Steps);
        var streams = (Managed: managed.OpenStream(), Reference: reference.OpenStream());
        for (var step = 0; step < Steps; step++)
        {
            // Halfway, a new series starts; later, the state of one engine goes on in the other.
            if (step == 3)
            {
                streams.Managed.Reset();
                streams.Reference.Reset();
            }
            else if (step == 6)
            {
                streams.Reference.RestoreState(streams.Managed.SaveState());
            }

            var (expected, quantiles) = Step(streams.Reference, reference, batch, step);
            var (output, others) = Step(streams.Managed, managed, batch, step);

            Assert.All(expected.Concat(quantiles).Zip(output.Concat(others)), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-5f * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Theory, InlineData(TargetTransform.Log, -3f), InlineData(TargetTransform.SquareRoot, -3.5f)]
    public void Step_UndefinedUnderTransform_GivesNaNUntilReset(TargetTransform transform, float value)
    {
        using var model = Load(new Variant("", NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5) with
        {
            Forecast = new ForecastDescription
            {
                TargetFeatures = [0],
                Transform = transform,
                TransformOffset = 3,
            },
        }));
        var stream = model.OpenStream();
        var streams = model.OpenStreams<string>();
        var expected = Output(1);

        Assert.Equal(float.NaN, Output(value));
        Assert.Equal(float.NaN, Output(1));
        stream.Reset();
        streams.Remove("one");
        Assert.Equal(expected, Output(1));

        float Output(float step)
        {
            var (output, other) = (new float[1], new float[1]);
            stream.Step([step], output);
            streams.Step(["one"], [step], other);
            Assert.Equal(output, other);
            return output[0];
        }
    }

    [Fact]
    public void Step_MeanOfManySteps_KeepsPrecision()
    {
        const int Many = 200_000;
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3);
        using var engines = EnginePair.Create(description with { Pooling = SequencePooling.Mean });
        var batch = EngineBatch.Alike(engines.Managed, count: 1, time: Many);
        var stream = engines.Managed.OpenStream();
        var output = new float[1];

        for (var step = 0; step < Many; step++)
            stream.Step(batch.Values.AsSpan(step, 1), output);

        Assert.Equal(batch.Score(engines.Managed)[0], output[0]);
        Assert.Equal(batch.Score(engines.Reference)[0], output[0], 1e-5f);
    }

    private static (float[] Output, float[] Quantiles) Step(RecurrentStream stream, RecurrentModel model, EngineBatch batch, int step)
    {
        var output = new float[model.Network.OutputSize];
        var quantiles = new float[model.GetQuantilesSize(1)];
        if (model.Network.Embedding is null)
            stream.Step(Values(batch, model, step), output, quantiles);
        else
            stream.StepToken(batch.Tokens[step], output);
        return (output, quantiles);
    }

    private static float[] Values(EngineBatch batch, RecurrentModel model, int step) =>
        batch.Values[(step * model.Network.Features)..((step + 1) * model.Network.Features)];

    private static EngineBatch SoFar(EngineBatch batch, RecurrentModel model, int steps) => batch with
    {
        Values = batch.Values[..Math.Min(batch.Values.Length, steps * model.Network.Features)],
        Tokens = batch.Tokens[..Math.Min(batch.Tokens.Length, steps)],
    };

    private static int GetLaneCount(RecurrentModel model) => Engine.StreamBlock.GetLaneCount(((Engine.ManagedEngine)model.ScoringEngine).Packed);

    private static bool IsForward(Variant variant) => variant.Description.Layers.All(layer => layer.Direction == SequenceDirection.Forward);

    private static bool IsConvolution(LinearLayerDescription layer) => layer.KernelSize > 1;

    private static string? Refusal(Variant variant) => variant.Description switch
    {
        { Normalization: InputNormalization.Window } =>
            "This model cannot be streamed: normalization Window requires the whole sequence. Score whole sequences, or train a model with "
            + "normalization Standard.",
        { ReversesOutput: true } =>
            "This model cannot be streamed: its first output is that of the last time step, which requires the whole sequence. "
            + "Score whole sequences.",
        { HasConvolutions: true, Layers: var layers }
            when layers.Index().First(layer => layer.Item.InputLayers.Any(IsConvolution)) is var (index, layer) =>
            $"This model cannot be streamed: the convolution before layer {index + 1} ({layer.Cell}) requires several time steps at once. "
            + "Score whole sequences.",
        _ => null,
    };

    private static RecurrentModel Load(Variant variant, RecurrentEngine engine = RecurrentEngine.Managed) =>
        RecurrentModel.Load(RandomFiles.Create(variant.Description), options: new RecurrentModelOptions { Engine = engine });
}
