namespace MlNetRecurrent.Console;

/// <summary>The file that takes a report.</summary>
internal static class ReportFile
{
    /// <summary>Checks before the work that the file can be written after it.</summary>
    /// <param name="path">The file; null for no report.</param>
    /// <exception cref="UserInputException">It is a folder, or its folder cannot be written.</exception>
    public static void Prepare(string? path)
    {
        if (path is null)
            return;
        if (path.Length == 0 || Directory.Exists(path))
            throw new UserInputException($"Option --report is '{path}', {(path.Length == 0 ? "empty" : "a folder")}: expected the file to write, such as report.html.");
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
