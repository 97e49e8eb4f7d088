namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Single steps of a stream against ONNX Runtime with inputs and outputs bound once; and 10,000 series stepped together against single steps on one
/// thread per processor.
/// </summary>
internal static class StreamingBenchmark
{
    private const double Seconds = 1;
    private const double Round = 0.02;
    private const int Series = 10_000;

    public static IEnumerable<BenchmarkCase> Run()
    {
        foreach (var network in EngineCase.All)
        {
            var file = network.Export();
            yield return Steps(network, file);
            yield return ManySeries(network, file);
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

    private static BenchmarkCase ManySeries(EngineCase network, byte[] file)
    {
        using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });
        var streams = model.OpenStreams<int>(new RecurrentStreamsOptions<int> { Capacity = Series });
        int[] keys = [.. Enumerable.Range(0, Series)];
        var values = network.Sequences((Series / network.Time) + 1).AsMemory(0, Series * network.Features);
        var outputs = new float[Series];
        Action[] single = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => (Action)new Stepping(model).Step)];
        var (ours, theirs) = Turns.Measure(
            Seconds,
            () => Series * Rate.Measure(() => streams.Step(keys, values.Span, outputs), Round, Environment.ProcessorCount),
            () => Rate.Measure(single, Round, Environment.ProcessorCount));
        return BenchmarkCase.FromRates($"{network.Name} {Series} series", ours, "steps/s", ("single", theirs)) with
        {
            AllocatedBytes = Allocations.Measure(() => streams.Step(keys, values.Span, outputs)),
        };
    }

    private sealed class Stepping(RecurrentModel model)
    {
        private readonly RecurrentStream _stream = model.OpenStream();
        private readonly float[] _values = new float[model.Network.Features];
        private readonly float[] _output = new float[1];

        public void Step() => _stream.Step(_values, _output);
    }
}
