using System.Diagnostics;

namespace MlNetRecurrent.Packages;

/// <summary>Runs cases one after the other and prints a line for each.</summary>
/// <param name="only">A part of the names of the cases to run; empty for all.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class CaseRunner(string only, TextWriter output)
{
    private const int PrintedLines = 200;

    /// <summary>The number of cases that passed.</summary>
    public int Passed { get; private set; }

    /// <summary>The number of cases that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The number of cases that this machine cannot run.</summary>
    public int Skipped { get; private set; }

    /// <summary>Whether a case with this name is to be run.</summary>
    public bool Selects(string name) => name.Contains(only, StringComparison.OrdinalIgnoreCase);

    /// <summary>The exit code: 1 if a case failed, 3 if one was skipped, and 0 if all passed.</summary>
    public int ExitCode => Failed > 0 ? 1 : Skipped > 0 ? 3 : 0;

    /// <summary>Runs the selected cases of a group, and before them the preparation of the group; if that fails, they are left out.</summary>
    public async Task RunAsync(ICaseGroup group)
    {
        var selected = group.Cases.Where(one => Selects(one.Name)).ToList();
        if (selected.Count == 0)
            return;

        if (group.Preparation is { } preparation && !await RunAsync(preparation))
        {
            output.WriteLine($"   {selected.Count} cases are left out.");
            return;
        }

        foreach (var one in selected)
            await RunAsync(one);
    }

    /// <summary>Runs one case, whether it is selected or not.</summary>
    /// <returns>Whether it passed.</returns>
    public async Task<bool> RunAsync(InstallCase one)
    {
        output.Write($"== {one.Name} ... ");
        output.Flush();
        var start = Stopwatch.GetTimestamp();
        var failed = Failed;
        var result = await GetResultAsync(one);
        output.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:f1} s {result}"));
        return Failed == failed;
    }

    private async Task<string> GetResultAsync(InstallCase one)
    {
        try
        {
            var remark = await one.RunAsync();
            Passed++;
            return remark.Length > 0 ? $"ok ({remark})" : "ok";
        }
        catch (CaseSkippedException exception)
        {
            Skipped++;
            return $"SKIPPED: {exception.Message}";
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed++;
            return $"FAILED: {Describe(exception)}";
        }
    }

    // What a reader needs to repeat a failure by hand. Compilers and tools print what went wrong last.
    private static string Describe(Exception exception)
    {
        if (exception is not CaseFailedException failure)
            return exception.ToString();
        if (failure.Run is not { } run)
            return failure.Message;

        var printed = $"{run.Output}{run.Errors}".ReplaceLineEndings("\n").TrimEnd().Split('\n').TakeLast(PrintedLines);
        return $"{failure.Message}\n   command: {run.Command}\n   folder: {run.Folder} (--keep keeps it)\n   {string.Join("\n   ", printed)}";
    }
}
