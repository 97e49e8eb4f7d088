namespace MlNetRecurrent.Training;

/// <summary>
/// Walks through a structure of Parquet's metadata (Thrift's compact protocol) before Parquet.Net reads it. Parquet.Net trusts the types, the
/// lengths and the nesting that a file claims; a damaged or hostile file could make it allocate gigabytes or exhaust the stack.
/// </summary>
/// <param name="bytes">The bytes, from the start of the structure; more may follow.</param>
/// <param name="onInteger">
/// Receives each integer: the name of its structure, the number of its field, and the value. Field 0 is the end of the structure.
/// </param>
internal ref struct ThriftWalk(ReadOnlySpan<byte> bytes, Action<string, int, long> onInteger)
{
    // The format nests eight structures.
    private const int MaxDepth = 24;

    private const int Stop = 0;
    private const int True = 1;
    private const int False = 2;
    private const int Byte = 3;
    private const int Int16 = 4;
    private const int Int64 = 6;
    private const int Double = 7;
    private const int Binary = 8;
    private const int List = 9;
    private const int Set = 10;
    private const int Map = 11;
    private const int Structure = 12;
    private const int Uuid = 13;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Walks through a structure.</summary>
    /// <returns>The number of its bytes.</returns>
    /// <exception cref="InvalidDataException">A field is not of its type, or claims more bytes than there are.</exception>
    public int Walk(string structure)
    {
        WalkStructure(structure, depth: 0);
        return _position;
    }

    private void WalkStructure(string? name, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("The metadata is nested too deeply.");
        var field = 0;
        while (true)
        {
            var header = ReadByte();
            if (header == Stop)
                break;
            field = header >> 4 == 0 ? (short)ReadInteger() : field + (header >> 4);
            var (type, expected) = (header & 15, ParquetStructures.FindType(name, field));
            Require(type, expected);
            if (type is True or False)
                continue;
            if (WalkValue(type, expected, depth) is { } integer && name is not null)
                onInteger(name, field, integer);
        }

        if (name is not null)
            onInteger(name, 0, 0);
    }

    private long? WalkValue(int type, string? expected, int depth)
    {
        switch (type)
        {
            case Byte:
                Skip(1);
                break;
            case >= Int16 and <= Int64:
                return ReadInteger();
            case Double:
                Skip(8);
                break;
            case Binary:
                Skip(ReadLength());
                break;
            case List or Set:
                WalkList(expected?.Trim('[', ']'), depth);
                break;
            case Map:
                WalkMap(depth);
                break;
            case Structure:
                WalkStructure(expected, depth + 1);
                break;
            case Uuid:
                Skip(16);
                break;
            default:
                throw new InvalidDataException("The metadata has a value of an unknown type.");
        }

        return null;
    }

    private void WalkList(string? expected, int depth)
    {
        var header = ReadByte();
        var count = header >> 4 == 15 ? ReadLength() : header >> 4;
        var type = header & 15;
        if (count > 0)
            Require(type, expected);
        WalkItems(count, type, null, expected, depth);
    }

    private void WalkMap(int depth)
    {
        var count = ReadLength();
        if (count == 0)
            return;
        var types = ReadByte();
        WalkItems(count, types >> 4, types & 15, expected: null, depth);
    }

    private void WalkItems(long count, int type, int? second, string? expected, int depth)
    {
        // Each value has at least one byte. Lists of Booleans are not in the format, and readers disagree about their size.
        if (count < 0 || count > _bytes.Length - _position || depth > MaxDepth || type is True or False || second is True or False)
            throw new InvalidDataException("The metadata has a list of more values than there are bytes.");
        for (var index = 0L; index < count; index++)
        {
            WalkValue(type, expected, depth + 1);
            if (second is { } value)
                WalkValue(value, expected: null, depth + 1);
        }
    }

    private static void Require(int type, string? expected)
    {
        var isValid = expected switch
        {
            null => true,
            "v" => type is >= Int16 and <= Int64,
            "b" => type == Binary,
            "y" => type == Byte,
            "d" => type == Double,
            "o" => type is True or False,
            _ => type == (expected[0] == '[' ? List : Structure),
        };
        if (!isValid)
            throw new InvalidDataException("The metadata has a field of the wrong type.");
    }

    private long ReadInteger()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private long ReadLength() => (long)ReadVarint(maxBytes: 5);

    private ulong ReadVarint(int maxBytes = 10)
    {
        var value = 0UL;
        for (var shift = 0; shift < 7 * maxBytes; shift += 7)
        {
            var part = ReadByte();
            value |= shift < 64 ? (ulong)(part & 0x7F) << shift : 0;
            if (part < 0x80)
                return value;
        }

        throw new InvalidDataException("The metadata has an integer that does not end.");
    }

    private byte ReadByte() => _position < _bytes.Length ? _bytes[_position++] : throw new EndOfStreamException();

    private void Skip(long count)
    {
        if (count < 0 || count > _bytes.Length - _position)
            throw new EndOfStreamException();
        _position += (int)count;
    }
}
