namespace MlNetRecurrent.Console;

/// <summary>The folder that takes what a command makes.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder where it is missing and tries to write in it: before the work, not after it.</summary>
    /// <exception cref="UserInputException">It cannot be made or written.</exception>
    public static void Prepare(string folder)
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
            throw new UserInputException($"Output folder '{folder}' cannot be written: {exception.Message}", exception);
        }
    }
}
