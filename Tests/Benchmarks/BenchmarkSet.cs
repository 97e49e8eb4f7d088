namespace MlNetRecurrent.Benchmarks;

/// <summary>A set of benchmarks with a name on the command line.</summary>
/// <param name="Run">Runs the set, one case after the other.</param>
/// <param name="Cases">The names for <c>--case</c>; empty if the set has no choice of cases and times.</param>
/// <param name="HasSize">Whether the size of the data can be chosen, instead of the time for each case.</param>
internal sealed record BenchmarkSet(Func<BenchmarkOptions, IEnumerable<BenchmarkCase>> Run, IReadOnlyList<string> Cases, bool HasSize = false)
{
    public BenchmarkSet(Func<IEnumerable<BenchmarkCase>> run)
        : this(_ => run(), [])
    {
    }

    /// <summary>Explains what is wrong with options for this set; null if nothing is.</summary>
    public string? ExplainInvalid(BenchmarkOptions options)
    {
        if (HasSize ? options.Seconds is not null : options.Megabytes is not null)
            return $"this set has no --{(HasSize ? "seconds" : "megabytes")}";
        if (Cases.Count == 0)
            return options.Cases.Count > 0 || options.Seconds is not null ? "this set has no --case and --seconds" : null;
        return options.Cases.FirstOrDefault(name => !Cases.Contains(name)) is { } unknown
            ? $"--case is '{unknown}', expected one of {string.Join(" ", Cases)}"
            : null;
    }
}
