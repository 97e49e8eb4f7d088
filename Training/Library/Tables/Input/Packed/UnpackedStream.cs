namespace MlNetRecurrent.Training;

/// <summary>The contents of a packed file, read once from its beginning to its end. Only a part of them is in memory at any time.</summary>
/// <param name="unpacked">The contents.</param>
/// <param name="packed">The packed bytes. The stream can seek; it is disposed with this one.</param>
/// <param name="name">The name of the file in messages.</param>
internal abstract class UnpackedStream(Stream unpacked, Stream packed, string name) : Stream
{
    /// <summary>The number of bytes up to which no file is suspected to expand without end.</summary>
    public const long UncheckedBytes = 1 << 28;

    // Tables are packed to a tenth or a twentieth; a file of zeros to a thousandth.
    private const int MaxRatio = 200;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => Unpacked;
        set => throw new NotSupportedException();
    }

    /// <summary>The number of bytes of the file.</summary>
    public long PackedLength => packed.Length;

    /// <summary>The number of bytes of the file that have been unpacked.</summary>
    public long PackedPosition => packed.Position;

    /// <summary>The number of bytes that have been unpacked.</summary>
    protected long Unpacked { get; private set; }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Unpacks some bytes.</summary>
    /// <exception cref="SequenceDataException">The packed bytes are damaged, or expand to an improbable size.</exception>
    protected int Unpack(Span<byte> buffer)
    {
        int count;
        try
        {
            count = unpacked.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception);
        }

        Unpacked += count;
        if (Unpacked > UncheckedBytes && Unpacked / MaxRatio > packed.Position)
        {
            throw new SequenceDataException(FormattableString.Invariant(
                $"{name} expands to more than {MaxRatio} times its size, which no ordinary table does: unpack it first if it is to be read."));
        }

        return count;
    }

    /// <summary>Creates the exception for bytes that cannot be unpacked.</summary>
    protected SequenceDataException Damaged(Exception? cause = null)
    {
        const string Message = "cannot be unpacked: it is damaged or incomplete. Get the file again.";
        return cause is null ? new SequenceDataException($"{name} {Message}") : new SequenceDataException($"{name} {Message}", cause);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            packed.Dispose();
        }

        base.Dispose(disposing);
    }
}
