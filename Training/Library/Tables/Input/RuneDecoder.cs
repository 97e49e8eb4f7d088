using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Decodes one character at a time, in UTF-8, UTF-16 or UTF-32.</summary>
internal static class RuneDecoder
{
    /// <summary>The maximum number of bytes of a character.</summary>
    public const int MaxBytes = 4;

    /// <summary>Decodes the first character of bytes.</summary>
    /// <returns>Whether the bytes are a character, invalid, or too few to tell.</returns>
    public static OperationStatus Decode(Encoding encoding, ReadOnlySpan<byte> bytes, out Rune rune, out int consumed) => encoding switch
    {
        UTF8Encoding => Rune.DecodeFromUtf8(bytes, out rune, out consumed),
        UTF32Encoding => DecodeFromUtf32(encoding.Preamble[0] == 0, bytes, out rune, out consumed),
        _ => DecodeFromUtf16(encoding.Preamble[0] == 0xFE, bytes, out rune, out consumed),
    };

    private static OperationStatus DecodeFromUtf16(bool bigEndian, ReadOnlySpan<byte> bytes, out Rune rune, out int consumed)
    {
        Span<char> units = stackalloc char[2];
        var count = Math.Min(bytes.Length / 2, 2);
        for (var unit = 0; unit < count; unit++)
        {
            var pair = bytes.Slice(2 * unit, 2);
            units[unit] = (char)(bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(pair) : BinaryPrimitives.ReadUInt16LittleEndian(pair));
        }

        var status = Rune.DecodeFromUtf16(units[..count], out rune, out var consumedUnits);
        consumed = 2 * consumedUnits;
        return status;
    }

    private static OperationStatus DecodeFromUtf32(bool bigEndian, ReadOnlySpan<byte> bytes, out Rune rune, out int consumed)
    {
        (rune, consumed) = (Rune.ReplacementChar, Math.Min(bytes.Length, MaxBytes));
        if (bytes.Length < MaxBytes)
            return OperationStatus.NeedMoreData;
        var value = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return Rune.TryCreate(value, out rune) ? OperationStatus.Done : OperationStatus.InvalidData;
    }
}
