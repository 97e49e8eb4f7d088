namespace MlNetRecurrent.Onnx;

/// <summary>
/// Walks the bytes of a file without reading them into messages, and finds out how large those would be: two bytes of a file make a node of
/// two hundred in memory.
/// </summary>
internal ref struct FileScan
{
    private const int MaxFields = 1_000_000;
    private const long MaxPackedBytes = 16L << 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _place;
    private int _fields;
    private long _packedBytes;

    private FileScan(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Whether a tensor keeps its numbers in another file.</summary>
    public bool HasExternalData { get; private set; }

    /// <summary>The first field that this product does not know, for messages; or null.</summary>
    public string? UnknownField { get; private set; }

    /// <summary>Scans a file.</summary>
    /// <exception cref="RecurrentModelException">The bytes are no ONNX model, or one of too many parts; the message goes on from "Model file 'x' ".</exception>
    public static FileScan Scan(ReadOnlySpan<byte> bytes)
    {
        var scan = new FileScan(bytes);
        scan.Message(MessageFields.Model, bytes.Length);
        return scan;
    }

    // As deep as the messages that are known; none of them holds one of its own kind.
    private void Message(MessageFields message, int end)
    {
        while (_place < end)
        {
            var tag = Varint(end);
            // Parsers cut longer tags off, and would read another field than this.
            var field = tag is > 7 and <= uint.MaxValue ? (int)(tag >> 3) : throw Damaged();
            if (++_fields > MaxFields)
                throw new RecurrentModelException($"has more than {MaxFields:N0} parts, far more than a recurrent network is made of.");
            if (!message.IsDefined(field))
                UnknownField ??= $"field {field} of a {message.Name}";
            HasExternalData |= message.IsTensor && field is 13 or 14;
            Field(message, field, tag & 7, end);
        }

        if (_place > end)
            throw Damaged();
    }

    private void Field(MessageFields message, int field, ulong wireType, int end)
    {
        const int Varints = 0;
        const int EightBytes = 1;
        const int Bytes = 2;
        const int FourBytes = 5;
        switch (wireType)
        {
            case Varints:
                _ = Varint(end);
                break;
            case EightBytes:
                _place += sizeof(long);
                break;
            case FourBytes:
                _place += sizeof(int);
                break;
            case Bytes:
                var length = Varint(end);
                if (length > (ulong)(end - _place))
                    throw Damaged();
                var last = _place + (int)length;
                if (message.IsPacked(field) && (_packedBytes += (long)length) > MaxPackedBytes)
                    throw new RecurrentModelException($"holds more than {MaxPackedBytes:N0} bytes of integers of varying length: weights are stored as raw bytes.");
                if (message.Message(field) is { } inner)
                    Message(inner, last);
                _place = last;
                break;
            default:
                throw Damaged();
        }
    }

    private ulong Varint(int end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_place >= end)
                throw Damaged();
            var part = _bytes[_place++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Damaged();
    }

    private readonly RecurrentModelException Damaged() => new($"is no ONNX model or is damaged: byte {_place:N0} of {_bytes.Length:N0} fits none of its fields.");
}
