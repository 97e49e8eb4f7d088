using Google.Protobuf;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Scans the bytes of a file without creating messages, and bounds the memory that the messages will need: two bytes of a file can become a node
/// of 200 bytes in memory.
/// </summary>
internal ref struct FileScan
{
    private const int MaxFields = 1_000_000;
    private const int MaxFieldsOfBranch = 20_000;
    private const int MaxBytesOfBranch = 1 << 20;
    private const long MaxPackedBytes = 16L << 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _maxFields;
    private int _position;
    private int _fields;
    private long _packedBytes;

    private FileScan(ReadOnlySpan<byte> bytes, int maxFields)
    {
        _bytes = bytes;
        _maxFields = maxFields;
    }

    /// <summary>Whether a tensor stores its values in another file.</summary>
    public bool HasExternalData { get; private set; }

    /// <summary>A description of the first unknown field, for error messages; or null.</summary>
    public string? UnknownField { get; private set; }

    /// <summary>Scans a file.</summary>
    /// <exception cref="RecurrentModelException">
    /// The bytes are not an ONNX model, or it has too many fields. The message continues "Model file 'x' ".
    /// </exception>
    public static FileScan Scan(ReadOnlySpan<byte> bytes)
    {
        var scan = new FileScan(bytes, MaxFields);
        scan.Message(MessageFields.Model, bytes.Length);
        return scan;
    }

    /// <summary>Parses a graph that an attribute holds, such as a branch of an If node, after scanning it.</summary>
    /// <exception cref="RecurrentModelException">The bytes are not a graph, or it has too many fields. The message is a fragment.</exception>
    public static GraphProto ParseGraph(ByteString bytes)
    {
        if (bytes.Length > MaxBytesOfBranch)
            throw new RecurrentModelException($"holds a graph of {bytes.Length:N0} bytes, expected at most {MaxBytesOfBranch:N0}");
        var scan = new FileScan(bytes.Span, MaxFieldsOfBranch);
        scan.Message(MessageFields.Graph, bytes.Length);
        if (scan.UnknownField is { } field)
            throw new RecurrentModelException($"holds a graph with an unknown field: {field}");
        try
        {
            return GraphProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new RecurrentModelException("holds a graph that cannot be parsed", exception);
        }
    }

    // The depth is bounded: only known messages are entered, and none of them contains itself.
    private void Message(MessageFields message, int end)
    {
        while (_position < end)
        {
            var tag = Varint(end);
            // Parsers truncate longer tags and would read a different field.
            var field = tag is > 7 and <= uint.MaxValue ? (int)(tag >> 3) : throw CreateDamagedError();
            if (++_fields > _maxFields)
                throw new RecurrentModelException($"has more than {_maxFields:N0} fields, far more than a recurrent network needs.");
            if (!message.IsDefined(field))
                UnknownField ??= $"field {field} of a {message.Name}";
            HasExternalData |= message.IsTensor && field is 13 or 14;
            Field(message, field, tag & 7, end);
        }

        if (_position > end)
            throw CreateDamagedError();
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
                _position += sizeof(long);
                break;
            case FourBytes:
                _position += sizeof(int);
                break;
            case Bytes:
                var length = Varint(end);
                if (length > (ulong)(end - _position))
                    throw CreateDamagedError();
                var last = _position + (int)length;
                if (message.IsPacked(field) && (_packedBytes += (long)length) > MaxPackedBytes)
                {
                    throw new RecurrentModelException(
                        $"holds more than {MaxPackedBytes:N0} bytes of variable-length integers: weights must be stored as raw bytes.");
                }

                if (message.Message(field) is { } inner)
                    Message(inner, last);
                _position = last;
                break;
            default:
                throw CreateDamagedError();
        }
    }

    private ulong Varint(int end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position >= end)
                throw CreateDamagedError();
            var part = _bytes[_position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw CreateDamagedError();
    }

    private readonly RecurrentModelException CreateDamagedError() =>
        new($"is not an ONNX model or is damaged: byte {_position:N0} of {_bytes.Length:N0} cannot be parsed.");
}
