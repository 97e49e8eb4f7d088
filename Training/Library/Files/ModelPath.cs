namespace MlNetRecurrent.Training;

/// <summary>Follows symbolic links, so that every path of a model leads to the same file, lock and history.</summary>
internal static class ModelPath
{
    /// <summary>Returns the file that a path leads to: the final target of a symbolic link, otherwise the path itself.</summary>
    /// <exception cref="IOException">The links lead in a circle, or to no file.</exception>
    public static string Resolve(string path)
    {
        try
        {
            return SymbolicLinks.IsLink(path) ? SymbolicLinks.Follow(path) : path;
        }
        catch (IOException exception)
        {
            throw new IOException($"File '{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
