using System.Globalization;
using MlNetRecurrent.Training.Tests;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The command <c>fuzz --files N --seed S</c>: runs the fuzz test over N files, with the seeds S to S + N - 1.</summary>
internal static class FuzzCommand
{
    private const int Step = 5_000;

    public const string Usage = "fuzz --files N --seed S";

    /// <summary>Runs the fuzz test, and prints its progress and errors.</summary>
    /// <returns>The exit code: 0; 1 if a file caused an error; or 2 for an invalid command line.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not ["--files", var count, "--seed", var first]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            || files < 1 || seed > int.MaxValue - files)
        {
            errors.WriteLine($"error: invalid arguments; expected {Usage}, where N is at least 1 and both are integers.");
            return 2;
        }

        var errorCount = 0;
        for (var done = 0; done < files; done += Step)
        {
            using var run = new FuzzRun(seed + done, Math.Min(Step, files - done));
            if (done == 0)
                output.WriteLine($"If the process crashes, {run.Traces} contain the seeds it was working on.");
            if (run.Run(patience: TimeSpan.FromMinutes(2)) is { } error)
            {
                // The rest of this part is not run.
                errors.WriteLine($"error: {error}");
                errorCount++;
                if (run.IsGivenUp)
                    break;
            }

            var (scored, imported, described) = run.Taken;
            output.WriteLine(FormattableString.Invariant(
                $"{done + run.Done:N0} files; of the last {run.Done:N0}: {scored:N0} scored, {imported:N0} imported, {described:N0} described, ")
                + FormattableString.Invariant(
                    $"others refused; slowest {run.Slowest.Seconds:f2} s (seed {run.Slowest.Seed}); {Environment.WorkingSet >> 20} MB"));
        }

        return errorCount > 0 ? 1 : 0;
    }
}
