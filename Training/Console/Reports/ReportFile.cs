using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The file of a report.</summary>
internal static class ReportFile
{
    /// <summary>Checks that the file can be written, before the work starts.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="UserInputException">The path is a folder, or its folder cannot be written to.</exception>
    public static void Prepare(string? path)
    {
        if (path is null)
            return;
        if (path.Length == 0 || Directory.Exists(path))
        {
            var problem = path.Length == 0 ? "empty" : "a folder";
            throw new UserInputException($"Option --report is '{path}', {problem}: expected the path of a file, such as report.html.");
        }

        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes the report, if one is requested, and shows where it is.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="create">Creates the report.</param>
    public static void Save(IAnsiConsole console, string? path, Func<ReportPage> create)
    {
        if (path is null)
            return;
        create().Save(path);
        console.WriteLine($"Report: {path}");
    }
}
