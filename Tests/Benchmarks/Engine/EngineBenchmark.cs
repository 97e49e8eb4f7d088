namespace MlNetRecurrent.Benchmarks;

/// <summary>The managed engine against ONNX Runtime: batches on all cores, and single rows.</summary>
internal static class EngineBenchmark
{
    private const double BatchSeconds = 0.8;
    private const double RowSeconds = 0.4;
    private const double Round = 0.02;

    public static IEnumerable<BenchmarkCase> Run()
    {
        var peak = 0.0;
        foreach (var network in EngineCase.All)
        {
            peak = Math.Max(peak, ProcessorPeak.Measure());
            var file = network.Export();
            yield return Batches(network, file, peak);
            yield return SingleRow(network, file);
        }
    }

    private static BenchmarkCase Batches(EngineCase network, byte[] file, double peak)
    {
        var count = network.Hidden > 200 ? 96 : 768;
        using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });
        using var raw = new RawScoring(network, file);
        var sequences = network.Sequences(count);
        var outputs = new float[count];
        var (ours, theirs) = Turns.Measure(
            BatchSeconds,
            () => count * Rate.Measure(() => model.ScoreBatch(sequences, count, outputs), Round, Environment.ProcessorCount),
            () => raw.Rate(Round));
        return BenchmarkCase.FromRates(network.Name, ours, "rows/s", ("raw", theirs)) with
        {
            PeakShare = ours * network.Operations / peak,
            Note = $"raw: {raw.Best}",
        };
    }

    private static BenchmarkCase SingleRow(EngineCase network, byte[] file)
    {
        using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed });
        using var session = BoundRuntime.Session(file, 1);
        using var raw = BoundRuntime.Batch(session, network, 1);
        var sequence = network.Sequences(1);
        var output = new float[1];
        var (ours, theirs) = Turns.Measure(
            RowSeconds,
            () => Rate.Measure(() => model.Score(sequence, output), Round),
            () => Rate.Measure(raw.Run, Round));
        return BenchmarkCase.FromRates($"{network.Name} one row", ours, "rows/s", ("raw", theirs)) with
        {
            AllocatedBytes = Allocations.Measure(() => model.Score(sequence, output)),
        };
    }
}
