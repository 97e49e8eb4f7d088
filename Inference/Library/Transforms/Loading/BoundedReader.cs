using System.Buffers.Binary;
using System.Text;

namespace MlNetRecurrent;

/// <summary>Reads little-endian values as <see cref="BinaryReader"/> does, from memory, and never beyond its end.</summary>
internal ref struct BoundedReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The number of bytes that have not been read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Reads bytes.</summary>
    /// <exception cref="InvalidDataException">There are not as many.</exception>
    public ReadOnlySpan<byte> ReadBytes(long count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException($"a part of {count:N0} bytes is announced where {_rest.Length:N0} bytes remain.");
        var read = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return read;
    }

    public byte ReadByte() => ReadBytes(sizeof(byte))[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(sizeof(long)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    /// <summary>Reads the number of elements of an array that follows.</summary>
    /// <param name="minElementSize">The minimum number of bytes that an element takes.</param>
    /// <exception cref="InvalidDataException">So many elements do not fit in the bytes that remain.</exception>
    public int ReadCount(int minElementSize)
    {
        var count = ReadInt32();
        return count >= 0 && (long)count * minElementSize <= _rest.Length
            ? count
            : throw new InvalidDataException($"a list of {count:N0} elements is announced where {_rest.Length:N0} bytes remain.");
    }

    /// <summary>Reads an integer of 1 to 10 bytes with 7 bits each.</summary>
    /// <exception cref="InvalidDataException">It is longer, or exceeds 63 bits.</exception>
    public long ReadLeb128()
    {
        var value = 0UL;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return (long)value;
        }

        throw new InvalidDataException("a number is too long.");
    }

    /// <summary>Reads a string with its length.</summary>
    /// <exception cref="InvalidDataException">It is longer than what remains, or not UTF-8.</exception>
    public string ReadString()
    {
        try
        {
            return Utf8.GetString(ReadBytes(ReadLeb128()));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("a name is not UTF-8.", exception);
        }
    }
}
