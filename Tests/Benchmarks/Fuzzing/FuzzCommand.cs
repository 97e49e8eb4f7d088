using System.Globalization;
using MlNetRecurrent.Training.Tests;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Runs the fuzz test over as many files as one has time for: <c>fuzz --files N --seed S</c>, seeds S to S + N - 1.</summary>
internal static class FuzzCommand
{
    private const int Step = 5_000;

    public const string Usage = "fuzz --files N --seed S";

    /// <summary>Runs it, and prints how far it is and what it found.</summary>
    /// <returns>The exit code: 0, 1 if a file did what it must not, or 2 for a wrong command line.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not ["--files", var count, "--seed", var first]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            || files < 1 || seed > int.MaxValue - files)
        {
            errors.WriteLine($"error: expected {Usage}, with whole numbers.");
            return 2;
        }

        var faults = 0;
        for (var done = 0; done < files; done += Step)
        {
            using var run = new FuzzRun(seed + done, Math.Min(Step, files - done));
            if (done == 0)
                output.WriteLine($"If the process dies, {run.Traces} name the seeds that it was at.");
            if (run.Run(patience: TimeSpan.FromMinutes(2)) is { } fault)
            {
                // What is left of this part is not run.
                errors.WriteLine($"error: {fault}");
                faults++;
                if (run.IsGivenUp)
                    break;
            }

            var (scored, imported, described) = run.Taken;
            output.WriteLine(FormattableString.Invariant(
                $"{done + run.Done:N0} files; of the last {run.Done:N0}, {scored:N0} were scored, {imported:N0} imported, {described:N0} described, the others refused; the slowest took {run.Slowest.Seconds:f2} s (seed {run.Slowest.Seed}); {Environment.WorkingSet >> 20} MB"));
        }

        return faults > 0 ? 1 : 0;
    }
}
