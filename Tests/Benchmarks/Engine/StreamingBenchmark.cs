namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Single steps of a stream against ONNX Runtime with inputs and outputs bound once; and of 10,000 series all, 512 random ones or every twentieth,
/// stepped together, against single steps on one thread per processor.
/// </summary>
internal static class StreamingBenchmark
{
    private const double Seconds = 1;
    private const double Round = 0.02;
    private const int Series = 10_000;
    private const int Few = 512;
    private const int RandomCalls = 64;

    public static IEnumerable<BenchmarkCase> Run()
    {
        foreach (var network in EngineCase.All)
        {
            var file = network.Export();
            yield return Steps(network, file);
            int[] all = [.. Enumerable.Range(0, Series)];
            yield return ManySeries(network, file, $"{Series} series", [all]);
            yield return ManySeries(network, file, $"{Few} of {Series} series", [.. Enumerable.Range(0, RandomCalls).Select(GetRandomSeries)]);
            yield return ManySeries(network, file, $"every 20th of {Series} series", [[.. all.Where(key => key % 20 == 0)]]);
        }
    }

    private static BenchmarkCase Steps(EngineCase network, byte[] file)
    {
        using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });
        using var session = BoundRuntime.Session(file, 1);
        using var raw = BoundRuntime.Step(session, network);
        var stream = new Stepping(model);
        var (ours, theirs) = Turns.Measure(Seconds, () => Rate.Measure(stream.Step, Round), () => Rate.Measure(raw.Run, Round));
        return BenchmarkCase.FromTimes($"{network.Name} step", 1e6 / ours, "us", ("raw", 1e6 / theirs)) with
        {
            AllocatedBytes = Allocations.Measure(stream.Step),
        };
    }

    // The calls step their series in turn.
    private static BenchmarkCase ManySeries(EngineCase network, byte[] file, string name, int[][] calls)
    {
        using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });
        var streams = model.OpenStreams<int>(new RecurrentStreamsOptions<int> { Capacity = Series });
        var values = network.Sequences((Series / network.Time) + 1).AsMemory(0, Series * network.Features);
        var outputs = new float[Series];
        streams.Step([.. Enumerable.Range(0, Series)], values.Span, outputs);
        Action[] single = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => (Action)new Stepping(model).Step)];
        var next = 0;
        var (ours, theirs) = Turns.Measure(
            Seconds,
            () => calls[0].Length * Rate.Measure(Step, Round, Environment.ProcessorCount),
            () => Rate.Measure(single, Round, Environment.ProcessorCount));
        return BenchmarkCase.FromRates($"{network.Name} {name}", ours, "steps/s", ("single", theirs)) with
        {
            AllocatedBytes = Allocations.Measure(Step),
        };

        void Step()
        {
            var keys = calls[next++ % calls.Length];
            streams.Step(keys, values.Span[..(keys.Length * network.Features)], outputs.AsSpan(0, keys.Length));
        }
    }

    private static int[] GetRandomSeries(int call)
    {
        int[] keys = [.. Enumerable.Range(0, Series)];
        new Random(call).Shuffle(keys);
        return keys[..Few];
    }

    private sealed class Stepping(RecurrentModel model)
    {
        private readonly RecurrentStream _stream = model.OpenStream();
        private readonly float[] _values = new float[model.Network.Features];
        private readonly float[] _output = new float[1];

        public void Step() => _stream.Step(_values, _output);
    }
}
