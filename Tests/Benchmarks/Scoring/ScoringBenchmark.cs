using System.Diagnostics;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Rows scored in ML.NET, from the data view to the last score: by this library, by stock <c>ApplyOnnxModel</c>, and - without ML.NET - by ONNX
/// Runtime with its best batch size, number of threads and number of parallel callers. Then files of other programs, single rows through prediction
/// engines, and the time and memory for a million rows.
/// </summary>
internal static class ScoringBenchmark
{
    private const int Rounds = 8;
    private const double Seconds = 0.1;
    private const double SingleSeconds = 1.5;
    private const int Million = 1_000_000;
    private const int Thousand = 1000;
    private const int SinglePredictions = 100_000;
    private static readonly EngineCase[] Small = [.. EngineCase.All.Where(network => network.Hidden == 50)];
    private static readonly EngineCase[] Large = [.. EngineCase.All.Where(network => network.Hidden == 128)];

    public static IEnumerable<BenchmarkCase> Run()
    {
        foreach (var network in Small.Concat(Large))
            yield return Pipeline(network);
        foreach (var result in ForeignBenchmark.Run())
            yield return result;
        foreach (var network in Small)
            yield return Single(network);
        foreach (var network in Small.Where(network => network.Cell == RecurrentCell.Lstm))
        {
            foreach (var result in Growth(network))
                yield return result;
        }
    }

    private static BenchmarkCase Pipeline(EngineCase network)
    {
        var file = network.Export();
        using var raw = new RawScoring(network, file);
        using var pipeline = new ScoringPipeline(network, file);

        // Enough rows for one round of ours, and of the slower peer.
        var (rows, few) = network.Hidden == 50 ? (pipeline.Rows(20_000), pipeline.Rows(3000)) : (pipeline.Rows(3000), pipeline.Rows(400));
        var ours = pipeline.Ours.Transform(pipeline.View(rows));
        var stock = pipeline.Stock.Transform(pipeline.View(few));
        double best = 0, bestStock = 0, bestRaw = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            // The contestants alternate; the first round is a warm-up.
            var rates = (
                Ours: rows.Count * Rate.Measure(() => ScoringPipeline.ReadOurs(ours), Seconds, Environment.ProcessorCount),
                Stock: few.Count * Rate.Measure(() => ScoringPipeline.ReadStock(stock), Seconds),
                Raw: raw.Rate(Seconds));
            if (round > 0)
                (best, bestStock, bestRaw) = (Math.Max(best, rates.Ours), Math.Max(bestStock, rates.Stock), Math.Max(bestRaw, rates.Raw));
        }

        return BenchmarkCase.FromRates(network.Name, best, "rows/s", ("stock", bestStock), ("raw", bestRaw)) with { Note = $"raw: {raw.Best}" };
    }

    private static BenchmarkCase Single(EngineCase network)
    {
        using var pipeline = new ScoringPipeline(network, network.Export());
        var (ours, stock) = pipeline.Engines();
        using var empty = pipeline.EmptyEngine();
        var row = pipeline.Rows(1)[0];
        var (output, stockOutput, nothing) = (new Forecast(), new StockForecast(), new SequenceRow());
        var (rate, stockRate) = Turns.Measure(
            SingleSeconds,
            () => Rate.Measure(() => ours.Predict(row, ref output), Seconds / 2),
            () => Rate.Measure(() => stock.Predict(row, ref stockOutput), Seconds / 2));
        return BenchmarkCase.FromRates($"{network.Name} prediction engine", rate, "rows/s", ("stock", stockRate)) with
        {
            AllocatedBytes = Allocations.Measure(() => ours.Predict(row, ref output)),
            Note = FormattableString.Invariant(
                $"an engine that scores nothing allocates {Allocations.Measure(() => empty.Predict(row, ref nothing)):0.##}"),
        };
    }

    private static IEnumerable<BenchmarkCase> Growth(EngineCase network)
    {
        using var pipeline = new ScoringPipeline(network, network.Export());
        var rows = pipeline.Rows(Thousand);
        var thousand = pipeline.Ours.Transform(pipeline.View(rows));
        var million = pipeline.Ours.Transform(pipeline.View(Enumerable.Range(0, Million).Select(index => rows[index % Thousand])));
        var timeOfThousand = 1 / Enumerable.Range(0, Rounds)
            .Max(_ => Rate.Measure(() => ScoringPipeline.ReadOurs(thousand), Seconds, Environment.ProcessorCount));
        var before = Environment.WorkingSet;
        var watch = Stopwatch.StartNew();
        ScoringPipeline.ReadOurs(million);
        var timeOfMillion = watch.Elapsed.TotalSeconds;
        yield return BenchmarkCase.FromTimes(
            $"{network.Name} 1,000,000 rows", 1e6 * timeOfMillion / Million, "us/row", ("1,000 rows", 1e6 * timeOfThousand / Thousand)) with
        {
            Note = MemoryGrowth(before),
        };

        using var engine = pipeline.Engines().Ours;
        var output = new Forecast();
        void Predict(int count)
        {
            for (var call = 0; call < count; call++)
                engine.Predict(rows[call % Thousand], ref output);
        }

        var few = 1 / Enumerable.Range(0, Rounds).Max(_ => Rate.Measure(() => Predict(Thousand), Seconds));
        before = Environment.WorkingSet;
        watch.Restart();
        Predict(SinglePredictions);
        var timeOfPredictions = watch.Elapsed.TotalSeconds / SinglePredictions;
        yield return BenchmarkCase.FromTimes(
            $"{network.Name} 100,000 predictions", 1e6 * timeOfPredictions, "us/row", ("1,000 predictions", 1e6 * few / Thousand)) with
        {
            Note = MemoryGrowth(before),
        };
    }

    private static string MemoryGrowth(long before) =>
        FormattableString.Invariant($"resident memory {Math.Round((Environment.WorkingSet - before) / 1e6, 1):+0.0;-0.0;0.0} MB");
}
