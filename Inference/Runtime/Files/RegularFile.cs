namespace MlNetRecurrent.Files;

/// <summary>Opens input files of known length. Pipes and devices, which can block or never end, are rejected before they are opened.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The path is not a regular file, or the file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        if (FileStatus.Find(path)?.Kind is { } kind && Describe(kind) is { } other)
            throw new IOException($"it is {other}, expected a regular file.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The path is not a regular file, the file cannot be read, or it is larger than an array can be.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using var stream = OpenRead(path);
        if (stream.Length > Array.MaxLength)
            throw new IOException($"it has {stream.Length:N0} bytes, expected at most {Array.MaxLength:N0}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Returns the words for a kind of entry that is not a file, such as "a pipe"; null for files and unknown kinds.</summary>
    public static string? Describe(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.Device => "a device",
        FileKind.Socket => "a socket",
        _ => null,
    };
}
