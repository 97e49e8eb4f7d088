using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The folder for the output files of a command.</summary>
internal static class OutputFolder
{
    /// <summary>Creates the folder if it is missing and checks that it is writable, before the work starts.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="what">The name of the folder in messages.</param>
    /// <exception cref="UserInputException">The folder cannot be created or written to.</exception>
    public static void Prepare(string folder, string what = "Output folder")
    {
        try
        {
            DurableFolder.Create(folder);
            // Creating a file is the check; it is deleted at once.
            PartialFile.Create(folder).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserInputException($"{what} '{folder}' cannot be written to: {exception.Message}", exception);
        }
    }

    /// <summary>Deletes a folder that was created and not used.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }
}
