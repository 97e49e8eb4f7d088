using MlNetRecurrent.Engine;
using MlNetRecurrent.Hosts;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// The command line: runs a set of benchmarks, <c>NAME [--json FILE]</c>; prints the parity errors of the export matrix, <c>parity</c>; creates a
/// golden, <c>golden MODEL</c>; or fuzzes the model reader, <c>fuzz</c>.
/// </summary>
internal static class BenchmarkCommand
{
    private static readonly Dictionary<string, Func<IEnumerable<BenchmarkCase>>> Sets = new()
    {
        ["engine"] = EngineBenchmark.Run,
        ["scoring"] = ScoringBenchmark.Run,
        ["streaming"] = StreamingBenchmark.Run,
        ["training"] = TrainingBenchmark.Run,
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

        var wellFormed = arguments.Length == 1 || (arguments.Length == 3 && arguments[1] == "--json");
        if (!wellFormed || !Sets.TryGetValue(arguments[0], out var run))
        {
            errors.WriteLine(
                $"error: invalid command line; expected NAME [--json FILE], where NAME is one of {string.Join(", ", Sets.Keys)}; or parity; "
                + $"or golden MODEL, for Exported/MODEL.onnx; or {FuzzCommand.Usage}.");
            return 2;
        }

        output.WriteLine(
            $"{arguments[0]}: results of one run, with vectors of {VectorWidth.Widest.Floats} floats; "
            + "a ratio above 1 means that MlNetRecurrent is better");
        var cases = new List<BenchmarkCase>();
        foreach (var result in run())
        {
            output.WriteLine(result.ToLine());
            cases.Add(result);
        }

        if (arguments.Length == 3)
            BenchmarkCase.Write(cases, arguments[2]);
        return 0;
    }
}
