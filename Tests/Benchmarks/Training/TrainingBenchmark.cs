namespace MlNetRecurrent.Benchmarks;

/// <summary>The set <c>training</c>: whole training steps, and the fits of the sine job.</summary>
internal static class TrainingBenchmark
{
    private const string Sine = "sine";

    /// <summary>The names for <c>--case</c>: single cases, all cases of a cell, and the sine job.</summary>
    public static IReadOnlyList<string> Cases { get; } =
        [.. StepCase.All.Select(step => step.Cell.Name).Distinct(), .. StepCase.All.Select(step => step.Key), Sine];

    public static IEnumerable<BenchmarkCase> Run(BenchmarkOptions options)
    {
        StepCase[] steps = [.. StepCase.All.Where(step => options.Includes(step.Key, step.Cell.Name))];
        IEnumerable<BenchmarkCase> results = steps.Length > 0 ? StepBenchmark.Run(steps, options) : [];
        return options.Includes(Sine) ? results.Concat(SineBenchmark.Run()) : results;
    }
}
