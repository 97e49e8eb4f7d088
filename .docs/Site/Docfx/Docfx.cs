using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace MlNetRecurrent.Site;

/// <summary>The documentation generator, a local .NET tool.</summary>
internal static class Docfx
{
    /// <summary>Installs the version that the repository states, unless it is installed.</summary>
    /// <returns>Why it cannot be installed; nothing if it is.</returns>
    public static async Task<IReadOnlyList<string>> RestoreAsync(string repository) =>
        await ExecuteAsync(repository, "tool", "restore").ConfigureAwait(false) is { } failure ? [failure] : [];

    /// <summary>Runs a command of docfx on the configuration in a folder.</summary>
    /// <returns>Its warnings and errors.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(string repository, string command, string folder)
    {
        var log = Path.Combine(folder, $"{command}.log");
        string[] arguments = ["docfx", command, Path.Combine(folder, "docfx.json"), "--log", log];
        var failure = await ExecuteAsync(repository, arguments).ConfigureAwait(false);
        var faults = ReadFaults(log).Select(fault => $"docfx {command}: {fault}").ToList();
        return faults.Count == 0 && failure is not null ? [failure] : faults;
    }

    private static IEnumerable<DocfxMessage> ReadFaults(string log) => !File.Exists(log) ? [] : File.ReadLines(log)
        .Select(line => JsonSerializer.Deserialize<DocfxMessage>(line, JsonSerializerOptions.Web)!)
        .Where(message => message.Severity is "warning" or "error");

    // Returns why the program failed, or null.
    private static async Task<string?> ExecuteAsync(string repository, params string[] arguments)
    {
        var result = await Cli.Wrap("dotnet")
            .WithArguments(arguments)
            .WithWorkingDirectory(repository)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync().ConfigureAwait(false);
        return result.IsSuccess ? null
            : $"dotnet {arguments[0]} {arguments[1]} ended with exit code {result.ExitCode}: {result.StandardOutput}{result.StandardError}".TrimEnd();
    }
}
