using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MlNetRecurrent.Training;

/// <summary>
/// Bytes that were read from a pipe: few in memory, more in a temporary file, which the system deletes even if the process is killed.
/// </summary>
/// <param name="maxMemory">The maximum number of bytes in memory.</param>
internal sealed class KeptBytes(int maxMemory)
{
    private readonly ArrayBufferWriter<byte> _memory = new();
    private FileStream? _file;

    /// <summary>The number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Adds bytes to the end.</summary>
    /// <exception cref="IOException">The temporary file cannot be created, or its disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The temporary file must not be created.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_file is null && Length + bytes.Length <= maxMemory)
            _memory.Write(bytes);
        else
        {
            if (_file is null)
            {
                _file = CreateFile();
                RandomAccess.Write(_file.SafeFileHandle, _memory.WrittenSpan, 0);
                _memory.Clear();
            }

            RandomAccess.Write(_file.SafeFileHandle, bytes, Length);
        }

        Length += bytes.Length;
    }

    /// <summary>Opens the bytes at their beginning. The stream can seek.</summary>
    public Stream Open() => _file is null
        ? new MemoryStream(_memory.WrittenSpan.ToArray(), writable: false)
        : new KeptStream(_file.SafeFileHandle, Length);

    // Readable by nobody else. On Unix, the file loses its name at once and goes when its handle does; Windows deletes it with its last handle.
    private static FileStream CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    /// <summary>Reads the temporary file from a position of its own. The file stays open for other streams.</summary>
    private sealed class KeptStream(SafeFileHandle file, long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = RandomAccess.Read(file, buffer, Position);
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => length,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
