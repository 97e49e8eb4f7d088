using System.Diagnostics;

namespace MlNetRecurrent.Site;

/// <summary>The documentation generator, a local .NET tool.</summary>
internal static class Docfx
{
    /// <summary>Installs the version that the repository states, unless it is installed.</summary>
    /// <returns>Why it cannot be installed; nothing if it is.</returns>
    public static Task<IReadOnlyList<string>> RestoreAsync(string repository) => ExecuteAsync(repository, "tool", "restore");

    /// <summary>Runs a command of docfx on the configuration in a folder.</summary>
    /// <returns>Its warnings and errors.</returns>
    public static Task<IReadOnlyList<string>> RunAsync(string repository, string command, string folder) =>
        ExecuteAsync(repository, "docfx", command, Path.Combine(folder, "docfx.json"));

    private static async Task<IReadOnlyList<string>> ExecuteAsync(string repository, params IReadOnlyList<string> arguments)
    {
        var name = string.Join(' ', arguments.Take(2));
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        var text = $"{output}\n{await errors.ConfigureAwait(false)}";
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var faults = lines.Where(IsFault).Select(line => $"{name}: {line}").ToList();
        if (process.ExitCode != 0 && faults.Count == 0)
            faults.Add($"{name} ended with exit code {process.ExitCode}: {string.Join(' ', lines.TakeLast(3))}");
        return faults;
    }

    // "warning: Code: text", "FILE(1,1): warning Code: text" and likewise for errors; the summary says "0 warning(s)".
    private static bool IsFault(string line) =>
        (line.Contains("warning", StringComparison.Ordinal) || line.Contains("error", StringComparison.Ordinal))
        && line.Contains(": ", StringComparison.Ordinal);
}
