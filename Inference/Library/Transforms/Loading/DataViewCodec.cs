namespace MlNetRecurrent;

/// <summary>How values of a column are stored in a file of ML.NET's data views: their type, and the number of bytes that they take.</summary>
internal sealed class DataViewCodec
{
    // Far fewer than ML.NET can hold, far more than arrays have.
    private const int MaxDimensions = 32;
    private const int MaxDepth = 3;

    private static readonly Dictionary<string, int> BitsPerValue = new(StringComparer.Ordinal)
    {
        ["SByte"] = 8,
        ["Byte"] = 8,
        ["Int16"] = 16,
        ["UInt16"] = 16,
        ["Int32"] = 32,
        ["UInt32"] = 32,
        ["Int64"] = 64,
        ["UInt64"] = 64,
        ["Single"] = 32,
        ["Double"] = 64,
        ["TimeSpan"] = 64,
        ["DvTimeSpan"] = 64,
        ["DateTime"] = 64,
        ["DvDateTime"] = 64,
        ["DateTimeOffset"] = 80,
        ["DvDateTimeZone"] = 80,
        ["DataViewRowId"] = 128,
        ["Boolean"] = 1,
        ["DvBool"] = 2,
    };

    private readonly string _name;
    private readonly DataViewCodec? _items;
    private readonly int _size;

    private DataViewCodec(string name, DataViewCodec? items = null, int size = 0) => (_name, _items, _size) = (name, items, size);

    /// <summary>Reads the definition of a codec.</summary>
    /// <returns>The codec, or null if it is unknown: ML.NET ignores columns and annotations with such a codec.</returns>
    /// <exception cref="InvalidDataException">The definition is damaged.</exception>
    public static DataViewCodec? Read(ref BoundedReader reader) => Read(ref reader, MaxDepth);

    private static DataViewCodec? Read(ref BoundedReader reader, int depth)
    {
        var name = reader.ReadString();
        if (name.Length == 0 || depth == 0)
            throw new InvalidDataException("it has a column of an invalid type.");
        var definition = new BoundedReader(reader.ReadBytes(reader.ReadLeb128()));
        DataViewCodec? codec;
        switch (name)
        {
            case "VBuffer":
                var items = RequireItems(Read(ref definition, depth - 1));
                codec = new DataViewCodec(name, items, ReadSize(ref definition));
                break;
            case "Key2":
                codec = new DataViewCodec(name, RequireItems(Read(ref definition, depth - 1)));
                _ = definition.ReadUInt64();
                break;
            case "Key":
                codec = new DataViewCodec(name, RequireItems(Read(ref definition, depth - 1)));
                _ = definition.ReadBytes(sizeof(bool) + sizeof(ulong) + sizeof(int));
                break;
            default:
                // The definition of an unknown codec is skipped.
                if (name != "TextSpan" && !BitsPerValue.ContainsKey(name))
                    return null;
                codec = new DataViewCodec(name);
                break;
        }

        return definition.Remaining == 0 ? codec : throw new InvalidDataException("it has a column whose type is damaged.");
    }

    /// <summary>Checks the lengths in the stored form of one value.</summary>
    /// <exception cref="InvalidDataException">The value is damaged.</exception>
    public void CheckValue(ReadOnlySpan<byte> value)
    {
        var reader = new BoundedReader(value);
        if (_name != "VBuffer")
        {
            CheckValues(ref reader, 1);
            return;
        }

        var (vectors, size) = (reader.ReadInt32(), reader.ReadInt32());
        var length = size == 0 ? reader.ReadInt32() : size;
        var count = reader.ReadInt32();
        var indices = reader.ReadCount(sizeof(int));
        if (vectors != 1 || size < 0 || (_size > 0 && size != _size) || length < 0 || count < -1 || count > length || indices != Math.Max(count, 0))
            throw new InvalidDataException($"it has an annotation with {vectors:N0} vectors of {length:N0} values, {count:N0} of them stored.");
        _ = reader.ReadBytes((long)indices * sizeof(int));
        var stored = count < 0 ? length : count;
        _items!.CheckValues(ref reader, stored);
    }

    private static DataViewCodec RequireItems(DataViewCodec? items) =>
        items is { _name: not "VBuffer" } ? items : throw new InvalidDataException("it has a column of vectors or keys of an unknown type.");

    private static int ReadSize(ref BoundedReader definition)
    {
        var count = definition.ReadCount(sizeof(int));
        if (count > MaxDimensions)
            throw new InvalidDataException($"it has a column with {count:N0} dimensions.");
        var size = 1L;
        for (var dimension = 0; dimension < count; dimension++)
        {
            var next = definition.ReadInt32();
            size = next < 0 || size * next > int.MaxValue
                ? throw new InvalidDataException($"it has a column with a dimension of {next:N0}.")
                : size * next;
        }

        return count == 0 ? 0 : (int)size;
    }

    private void CheckValues(ref BoundedReader reader, int count)
    {
        if (_name is "Key" or "Key2")
        {
            _items!.CheckValues(ref reader, count);
            return;
        }

        if (BitsPerValue.TryGetValue(_name, out var bits))
        {
            _ = reader.ReadBytes((((long)count * bits) + 7) / 8);
            return;
        }

        // The number of texts, where each of them ends, and their characters.
        if (reader.ReadCount(sizeof(int)) != count)
            throw new InvalidDataException($"it has an annotation without its {count:N0} texts.");
        _ = reader.ReadBytes((long)count * sizeof(int));
        _ = reader.ReadString();
    }
}
