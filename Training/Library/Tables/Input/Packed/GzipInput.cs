using System.IO.Compression;

namespace MlNetRecurrent.Training;

/// <summary>The contents of a gzip file with one member or several, one after another (RFC 1952).</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends without an error where a file was cut off. A mark in a member of its own after the last one is therefore read with
/// the file: it is missing at the end of the contents of an incomplete file.
/// </remarks>
internal sealed class GzipInput(Stream packed, string name)
    : UnpackedStream(new GZipStream(new MarkedStream(packed, PackedMark), CompressionMode.Decompress), packed, name)
{
    private const int BufferSize = 1 << 16;

    private static readonly byte[] Mark = Guid.Parse("8bfd1a3e-9c57-4ec1-b0d2-f2e96f84a7c5").ToByteArray();
    private static readonly byte[] PackedMark = Pack(Mark);

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private bool _isComplete;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        // The last bytes are held back until it is known whether they are the mark.
        while (!_isComplete && _end - _start <= Mark.Length)
            Fill();
        var count = Math.Min(buffer.Length, _end - _start - (_isComplete ? 0 : Mark.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = Unpack(_buffer.AsSpan(_end));
        _end += count;
        if (count > 0)
            return;
        if (!_buffer.AsSpan(0, _end).EndsWith(Mark))
            throw Damaged();
        (_end, _isComplete) = (_end - Mark.Length, true);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A stream with more bytes at its end.</summary>
    private sealed class MarkedStream(Stream stream, byte[] end) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = _position > 0 ? 0 : stream.Read(buffer);
            if (count > 0)
                return count;
            count = Math.Min(buffer.Length, end.Length - _position);
            end.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
