using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The file of a report.</summary>
internal static class ReportFile
{
    /// <summary>Writes the report, if one is requested, and shows where it is.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="create">Creates the report.</param>
    public static void Save(IAnsiConsole console, string? path, Func<ReportPage> create)
    {
        if (path is null)
            return;
        create().Save(path);
        console.WriteSafeLine($"Report: {path}");
    }
}
