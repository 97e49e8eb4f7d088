using System.Diagnostics;
using System.IO.Compression;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Reads a generated CSV file beside CsvHelper and DuckDB, and measures the memory of a training run on it: the case training, which needs a process
/// of its own.
/// </summary>
internal static class ReadingBenchmark
{
    private const int DefaultMegabytes = 100;
    private const int Rounds = 3;
    private const int Window = 20;
    private const double Mebibyte = 1 << 20;

    /// <summary>The names of the cases.</summary>
    public static IReadOnlyList<string> Cases { get; } = ["csv", "gzip", "training"];

    /// <summary>Runs the cases; the training run only if it is named.</summary>
    public static IEnumerable<BenchmarkCase> Run(BenchmarkOptions options)
    {
        using var file = new GeneratedCsv(options.Megabytes ?? DefaultMegabytes);
        if (options.Cases.Contains("training"))
            yield return Train(file);
        if (options.Includes("csv"))
            yield return Compare(file);
        if (options.Includes("gzip"))
            yield return Unpack(file);
    }

    private static BenchmarkCase Compare(GeneratedCsv file)
    {
        var best = Measure(
            file.Rows,
            () => ReadingContestants.ReadOurs(file.Path),
            () => ReadingContestants.ReadWithCsvHelper(file.Path),
            () => ReadingContestants.ReadWithDuckDb(file.Path),
            () => ReadingContestants.ReadRowsWithDuckDb(file.Path));
        return BenchmarkCase.FromRates(
            Describe(file, "csv"), best[0].Rate, "rows/s", ("csvhelper", best[1].Rate), ("duckdb", best[2].Rate), ("duckdb rows", best[3].Rate)) with
        {
            ProcessorRatio = best.Skip(1).Min(peer => peer.Processor) / best[0].Processor,
            Note = FormattableString.Invariant($"{file.Rows:N0} rows"),
        };
    }

    private static BenchmarkCase Unpack(GeneratedCsv file)
    {
        var packed = file.Path + ".gz";
        using (var source = File.OpenRead(file.Path))
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            source.CopyTo(gzip);
        var best = Measure(
            file.Rows, () => ReadingContestants.ReadOurs(packed), () => ReadingContestants.ReadWithDuckDb(packed));
        return BenchmarkCase.FromRates(Describe(file, "gzip"), best[0].Rate, "rows/s", ("duckdb", best[1].Rate)) with
        {
            ProcessorRatio = best[1].Processor / best[0].Processor,
        };
    }

    // The contestants take turns; the fastest round of each counts.
    private static (double Rate, double Processor)[] Measure(long rows, params Func<long>[] contestants)
    {
        var best = contestants.Select(_ => (Rate: 0.0, Processor: double.PositiveInfinity)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (index, read) in contestants.Index())
            {
                GC.Collect();
                var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                if (read() is var count && count != rows)
                    throw new InvalidOperationException($"Contestant {index + 1} reads {count} rows, expected {rows}.");
                best[index] = (
                    Math.Max(best[index].Rate, rows / watch.Elapsed.TotalSeconds),
                    Math.Min(best[index].Processor, (Environment.CpuUsage.TotalTime - before).TotalSeconds));
            }
        }

        return best;
    }

    // The peak of the whole process, LibTorch and ONNX Runtime included.
    private static BenchmarkCase Train(GeneratedCsv file)
    {
        var trainer = new TableTrainer(TableSource.FromFile(file.Path), new TableTrainingOptions
        {
            Columns = new DataColumns { Targets = [GeneratedCsv.Names[0]], Features = [.. GeneratedCsv.Names.Skip(1)], Time = GeneratedCsv.Time },
            Cell = RecurrentCell.Rnn,
            Network = new NetworkOptions { HiddenSize = 8 },
            Fit = new FitOptions { Epochs = 1, Patience = null },
            Window = Window,
            Stride = Window,
        });
        var afterReading = Process.GetCurrentProcess().PeakWorkingSet64;
        trainer.Fit();
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        var cells = (double)file.Rows * (GeneratedCsv.Sensors + 1);
        return new BenchmarkCase(
            Describe(file, "training"), peak / Mebibyte, "MiB", new Dictionary<string, double>(), new Dictionary<string, double>())
        {
            Note = FormattableString.Invariant(
                $"peak of the process; {afterReading / Mebibyte:N0} MiB while reading; {peak / cells:0.0} bytes per cell of {file.Rows:N0} rows"),
        };
    }

    private static string Describe(GeneratedCsv file, string name) =>
        FormattableString.Invariant($"{name}, {new FileInfo(file.Path).Length / 1_000_000:N0} MB");
}
