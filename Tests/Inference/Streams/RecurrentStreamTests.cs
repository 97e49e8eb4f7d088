using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class RecurrentStreamTests
{
    private const int ManySteps = 100_000;

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    public static TheoryData<string> Forward =>
    [
        .. EngineNetworks.All
            .Where(entry => entry.Value.Layers.All(layer => layer.Direction == SequenceDirection.Forward))
            .Select(entry => entry.Key),
    ];

    [Theory, MemberData(nameof(Cells))]
    public void Step_HundredThousandSteps_EqualsTheWholeSequence(string cell)
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 9);
        using var engines = EnginePair.Create(description with { Pooling = SequencePooling.None });
        var batch = EngineBatch.Alike(engines.Managed, count: 1, time: ManySteps);
        var whole = batch.Score(engines.Managed)[..ManySteps];
        var reference = batch.Score(engines.Reference)[..ManySteps];
        var stream = engines.Managed.OpenStream();
        var stepped = new float[ManySteps];

        for (var step = 0; step < ManySteps; step++)
            stream.Step(batch.Values.AsSpan(step, 1), stepped.AsSpan(step, 1));

        Assert.Equal(whole, stepped);
        Assert.InRange(stepped.Zip(reference).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 1e-5f);
    }

    [Theory, MemberData(nameof(Forward))]
    public void Step_EveryForwardNetwork_MatchesTheSequenceSoFar(string name)
    {
        using var engines = EnginePair.Create(EngineNetworks.All[name]);
        var batch = EngineBatch.Ragged(engines.Managed, [6]);
        foreach (var model in new[] { engines.Managed, engines.Reference })
        {
            var stream = model.OpenStream();
            for (var step = 1; step <= 6; step++)
            {
                var soFar = batch with
                {
                    Lengths = [step],
                    Values = batch.Values[..Math.Min(batch.Values.Length, step * model.Network.Features)],
                    Tokens = batch.Tokens[..Math.Min(batch.Tokens.Length, step)],
                };
                var scores = soFar.Score(engines.Managed)[..^model.StateSize];
                var output = new float[model.Network.OutputSize];
                if (batch.Tokens.Length > 0)
                    stream.StepToken(batch.Tokens[step - 1], output);
                else
                    stream.Step(batch.Values.AsSpan((step - 1) * model.Network.Features, model.Network.Features), output);
                Assert.All(scores[^output.Length..].Zip(output), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            }
        }
    }

    [Fact]
    public void RestoreState_SavedState_ContinuesTheSequence()
    {
        using var engines = EnginePair.Create(EngineNetworks.All["unequal mixed layers"]);
        var values = EngineBatch.Alike(engines.Managed, count: 1, time: 20).Values;
        var uninterrupted = engines.Managed.OpenStream();
        var first = engines.Managed.OpenStream();
        _ = Score(first, values.AsSpan(0, 30), features: 3);
        var expected = Score(uninterrupted, values, features: 3)[10..];

        foreach (var model in new[] { engines.Managed, engines.Reference })
        {
            var second = model.OpenStream();
            second.RestoreState(first.SaveState());
            Assert.All(expected.Zip(Score(second, values.AsSpan(30), features: 3)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void RestoreState_InvalidBytes_ThrowsAndKeepsTheState()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5));
        using var others = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 6));
        var stream = engines.Managed.OpenStream();
        stream.Step([1], new float[1]);
        var state = stream.SaveState();

        Assert.Equal("The bytes are not a saved stream state. (Parameter 'bytes')", Message([1, 2, 3]));
        Assert.Equal(
            "The state belongs to another model: restore it with the file that it was saved with. (Parameter 'bytes')",
            Message(others.Managed.OpenStream().SaveState()));
        Assert.Equal("The state is damaged: the checksum of its 59 bytes is wrong. (Parameter 'bytes')", Message(state[..^1]));
        Assert.Equal(state, stream.SaveState());

        string Message(byte[] bytes) => Assert.Throws<ArgumentException>(() => stream.RestoreState(bytes)).Message;
    }

    [Fact]
    public void Step_NaN_GivesNaNUntilReset()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.RnnRelu, featureCount: 1, hiddenSize: 5));
        foreach (var model in new[] { engines.Managed, engines.Reference })
        {
            var stream = model.OpenStream();
            var clean = Score(stream, [1, 2]);
            stream.Reset();

            Assert.Equal([float.NaN, float.NaN], Score(stream, [float.NaN, 1]));
            stream.Reset();
            Assert.Equal(clean, Score(stream, [1, 2]));
        }
    }

    [Fact]
    public void OpenStream_ReverseLayer_ThrowsWithTheReason()
    {
        using var engines = EnginePair.Create(EngineNetworks.All["unequal mixed layers, bidirectional"]);
        using var reverse = EnginePair.Create(EngineNetworks.All["reverse"]);

        Assert.Equal(
            "This model cannot be streamed: layer 1 (gru) is bidirectional and requires the whole sequence. Score whole sequences, or train a "
            + "forward model.",
            Assert.Throws<NotSupportedException>(engines.Managed.OpenStream).Message);
        Assert.Equal(
            "This model cannot be streamed: layer 1 (gru) is reverse and requires the whole sequence. Score whole sequences, or train a forward "
            + "model.",
            Assert.Throws<NotSupportedException>(() => reverse.Managed.OpenStreams<int>()).Message);
    }

    [Fact]
    public void Step_WrongSpans_StatesTheExpectedSizes()
    {
        using var values = EnginePair.Create(
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 3, hiddenSize: 5) with
            {
                Forecast = new ForecastDescription { Horizon = 2 },
            });
        using var text = EnginePair.Create(EngineNetworks.All["text"]);
        var stream = values.Managed.OpenStream();

        Assert.Equal(
            "Expected one time step of 3 values; got 2. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => stream.Step([1, 2], new float[2])).Message);
        Assert.Equal(
            "Expected a buffer for an output of 2 values; got 1. (Parameter 'outputs')",
            Assert.Throws<ArgumentException>(() => stream.Step([1, 2, 3], new float[1])).Message);
        Assert.Equal(
            "This model reads values: step with float values instead of tokens.",
            Assert.Throws<InvalidOperationException>(() => stream.StepToken(1, new float[2])).Message);
        var tokens = text.Managed.OpenStream();
        Assert.Equal(
            "This model reads tokens: step with int64 token IDs instead of values.",
            Assert.Throws<InvalidOperationException>(() => tokens.Step([1], new float[70])).Message);
        Assert.Equal(
            "Token 70 at index 0 is not in the vocabulary: expected 0 to 69. (Parameter 'tokens')",
            Assert.Throws<ArgumentOutOfRangeException>(() => tokens.StepToken(70, new float[70])).Message);
        Assert.Equal(
            "Token -1 at index 0 is not in the vocabulary: expected 0 to 69. (Parameter 'tokens')",
            Assert.Throws<ArgumentOutOfRangeException>(() => tokens.StepToken(-1, new float[70])).Message);
    }

    [Fact]
    public void Step_DisposedModel_Throws()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5));
        foreach (var model in new[] { engines.Managed, engines.Reference })
        {
            var stream = model.OpenStream();
            model.Dispose();
            Assert.Throws<ObjectDisposedException>(() => stream.Step([1], new float[1]));
            Assert.Throws<ObjectDisposedException>(stream.SaveState);
            Assert.Throws<ObjectDisposedException>(model.OpenStream);
        }
    }

    [Fact]
    public void Step_TwoThreadsAtOnce_OneIsRefusedAndTheStateStaysValid()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 64));
        var stream = engines.Managed.OpenStream();
        var steps = 0;
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            try
            {
                stream.Step([0.5f], new float[1]);
                Interlocked.Increment(ref steps);
            }
            catch (InvalidOperationException exception)
            {
                Assert.Equal("This stream is in use by another thread: synchronize the calls, or open a stream for each thread.", exception.Message);
            }
        });

        var expected = engines.Managed.OpenStream();
        for (var step = 0; step < steps; step++)
            expected.Step([0.5f], new float[1]);
        Assert.Equal(expected.SaveState(), stream.SaveState());
    }

    private static float[] Score(RecurrentStream stream, ReadOnlySpan<float> values, int features = 1)
    {
        var output = new float[1];
        var outputs = new List<float>();
        for (var start = 0; start < values.Length; start += features)
        {
            stream.Step(values.Slice(start, features), output);
            outputs.Add(output[0]);
        }

        return [.. outputs];
    }
}
