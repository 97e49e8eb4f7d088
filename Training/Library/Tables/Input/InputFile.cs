using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>
/// A data file, opened any number of times. A pipe is read once, and its bytes are kept; devices other than the null device are rejected. Files that
/// are compressed with gzip, and zip archives, are unpacked while they are read.
/// </summary>
/// <param name="path">The path.</param>
/// <param name="limits">The limits for a pipe; null for <see cref="PipeLimits.Default"/>.</param>
/// <param name="entry">The name of the file to read in an archive; null for an archive with one file.</param>
internal sealed class InputFile(string path, PipeLimits? limits = null, string? entry = null)
{
    /// <summary>The path of standard input.</summary>
    public const string StandardInput = "/dev/stdin";

    /// <summary>The name of standard input in messages.</summary>
    public const string StandardInputName = "standard input";

    private const string NullDevice = "/dev/null";

    private KeptBytes? _pipe;
    private volatile Stream? _opened;

    /// <summary>The name in messages: the path, except for standard input.</summary>
    public string Name => path == StandardInput ? StandardInputName : path;

    /// <summary>The fraction of the file's bytes that the stream that was opened last has read; null if there is none any more.</summary>
    public double? CompletedFraction
    {
        get
        {
            try
            {
                return _opened is { CanRead: true, Length: > 0 } bytes ? (double)bytes.Position / bytes.Length : null;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    /// <summary>Opens what the file contains, unpacked, at its beginning. The stream may not be able to seek.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The path is a folder, a device or a socket; or it cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="SequenceDataException">The file is an archive that does not have one file to read, or is damaged.</exception>
    public Stream Open() => Unpacking.Open(OpenBytes(), Name, entry);

    /// <summary>Opens the bytes of the file itself, at their beginning. The stream can seek.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The path is a folder, a device or a socket; or it cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public Stream OpenBytes() => _opened = Find();

    private Stream Find()
    {
        if (_pipe is not null)
            return _pipe.Open();
        var status = FileStatus.Find(path);
        if (status?.Kind == FileKind.Device && status.Identity is { } identity && identity == FileStatus.Find(NullDevice)?.Identity)
            return Stream.Null;
        if (status?.Kind != FileKind.Pipe)
            return RegularFile.OpenRead(path);
        _pipe = PipeInput.ReadToEnd(path, limits ?? PipeLimits.Default);
        return _pipe.Open();
    }
}
