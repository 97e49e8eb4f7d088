using MlNetRecurrent.Engine;
using MlNetRecurrent.Hosts;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// The command line: runs a set of benchmarks, <c>NAME [options]</c>; prints the parity errors of the export matrix, <c>parity</c>; creates a
/// golden, <c>golden MODEL</c>; or fuzzes the model reader, <c>fuzz</c>.
/// </summary>
internal static class BenchmarkCommand
{
    private static readonly Dictionary<string, BenchmarkSet> Sets = new()
    {
        ["engine"] = new(EngineBenchmark.Run),
        ["language"] = new(LanguageBenchmark.Run, LanguageBenchmark.Cases),
        ["reading"] = new(ReadingBenchmark.Run, ReadingBenchmark.Cases, HasSize: true),
        ["scoring"] = new(ScoringBenchmark.Run),
        ["streaming"] = new(StreamingBenchmark.Run),
        ["training"] = new(TrainingBenchmark.Run, TrainingBenchmark.Cases),
    };

    /// <summary>Runs the command line.</summary>
    /// <returns>The exit code: 0, or 2 for an invalid command line.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is ["parity"])
        {
            ParityTable.Print(output);
            return 0;
        }

        if (arguments is ["golden", var model])
            return GoldenCommand.Run(model, GoldenFolders.InRepository, output, errors);
        if (arguments is ["fuzz", .. var rest])
            return FuzzCommand.Run(rest, output, errors);

        if (arguments is not [var name, .. var given]
            || !Sets.TryGetValue(name, out var set)
            || BenchmarkOptions.ReadOrNull(given, output) is not { } options)
        {
            errors.WriteLine(
                $"error: invalid command line; expected NAME {BenchmarkOptions.Usage}, where NAME is one of {string.Join(", ", Sets.Keys)}; "
                + $"or parity; or golden MODEL, for Exported/MODEL.onnx; or {FuzzCommand.Usage}.");
            return 2;
        }

        if (set.ExplainInvalid(options) is { } reason)
        {
            errors.WriteLine($"error: invalid options for {name}: {reason}.");
            return 2;
        }

        output.WriteLine(
            $"{name}: results of one run, with vectors of {VectorWidth.Widest.Floats} floats; "
            + "a ratio above 1 means that MlNetRecurrent is better");
        var cases = new List<BenchmarkCase>();
        foreach (var result in set.Run(options))
        {
            output.WriteLine(result.ToLine());
            cases.Add(result);
        }

        if (options.JsonFile is { } file)
            BenchmarkCase.Write(cases, file);
        return 0;
    }
}
