namespace MlNetRecurrent.Console;

/// <summary>The folder that takes what a command makes.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder where it is missing and tries to write in it: before the work, not after it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="what">What messages call it.</param>
    /// <exception cref="UserInputException">It cannot be made or written.</exception>
    public static void Prepare(string folder, string what = "Output folder")
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                // Opening it is the test.
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserInputException($"{what} '{folder}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Takes back a folder that was made and not used.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
