namespace MlNetRecurrent.Files;

/// <summary>The kind of an entry in a file system.</summary>
internal enum FileKind
{
    /// <summary>The operating system does not report the kind.</summary>
    Unknown,

    /// <summary>A file with contents of its own.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A pipe (FIFO).</summary>
    Pipe,

    /// <summary>A device, such as <c>/dev/null</c>.</summary>
    Device,

    /// <summary>A socket.</summary>
    Socket,
}
