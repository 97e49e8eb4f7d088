using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MlNetRecurrent;

/// <summary>
/// Converts states to and from bytes, all little-endian: a magic number with the version of the format, the fingerprint of the model, the number of
/// floats, the floats of the state, and a checksum: the first 16 bytes of the SHA-256 of everything before it.
/// </summary>
internal static class StreamStateBytes
{
    // "MRS2": the format and its version. "MRS1" was written by version 0.1, without the number of floats and the checksum.
    private const uint Magic = 0x3253524D;
    private const uint OldMagic = 0x3153524D;
    private const uint MagicWithoutVersion = 0x0053524D;
    private const int FingerprintSize = 16;
    private const int CountOffset = sizeof(uint) + FingerprintSize;
    private const int FloatsOffset = CountOffset + sizeof(int);
    private const int ChecksumSize = 16;

    public static byte[] Save(RecurrentModel model, ReadOnlySpan<float> state)
    {
        var bytes = new byte[checked(FloatsOffset + (state.Length * sizeof(float)) + ChecksumSize)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(sizeof(uint)), model.Fingerprint);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountOffset), state.Length);
        for (var index = 0; index < state.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(FloatsOffset + (index * sizeof(float))), state[index]);
        ComputeChecksum(bytes.AsSpan(..^ChecksumSize), bytes.AsSpan(^ChecksumSize..));
        return bytes;
    }

    /// <summary>Restores a state of this model. If the bytes are rejected, the state is unchanged.</summary>
    /// <exception cref="ArgumentException">The bytes are not a state, are damaged, or are the state of another model.</exception>
    public static void Restore(RecurrentModel model, ReadOnlySpan<byte> bytes, Span<float> state)
    {
        var magic = bytes.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if ((magic & 0x00FFFFFF) != MagicWithoutVersion)
            throw new ArgumentException("The bytes are not a saved stream state.", nameof(bytes));
        if (magic is not (Magic or OldMagic))
        {
            throw new ArgumentException(
                "The state is damaged, or was saved by a newer version of MlNetRecurrent: update this application.", nameof(bytes));
        }

        var hasChecksum = magic == Magic;
        var floats = hasChecksum ? ReadChecked(bytes) : bytes[Math.Min(CountOffset, bytes.Length)..];
        if (bytes.Length < CountOffset)
            throw CreateError(CountOffset, bytes);
        if (BinaryPrimitives.ReadUInt128LittleEndian(bytes[sizeof(uint)..]) != model.Fingerprint)
            throw new ArgumentException("The state belongs to another model: restore it with the file that it was saved with.", nameof(bytes));
        if (floats.Length != state.Length * (long)sizeof(float))
            throw CreateError(bytes.Length - floats.Length + (state.Length * (long)sizeof(float)), bytes);
        for (var index = 0; index < state.Length; index++)
            state[index] = BinaryPrimitives.ReadSingleLittleEndian(floats[(index * sizeof(float))..]);
    }

    // Verifies the checksum and the number of floats before anything else is read; returns the floats.
    private static ReadOnlySpan<byte> ReadChecked(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FloatsOffset + ChecksumSize)
            throw CreateError(FloatsOffset + ChecksumSize, bytes);
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        ComputeChecksum(bytes[..^ChecksumSize], checksum);
        if (!checksum.SequenceEqual(bytes[^ChecksumSize..]))
            throw new ArgumentException($"The state is damaged: the checksum of its {bytes.Length} bytes is wrong.", nameof(bytes));
        var floats = bytes[FloatsOffset..^ChecksumSize];
        var expected = BinaryPrimitives.ReadInt32LittleEndian(bytes[CountOffset..]) * (long)sizeof(float);
        return floats.Length == expected ? floats : throw CreateError(expected + FloatsOffset + ChecksumSize, bytes);
    }

    private static void ComputeChecksum(ReadOnlySpan<byte> bytes, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..checksum.Length].CopyTo(checksum);
    }

    private static ArgumentException CreateError(long expected, ReadOnlySpan<byte> bytes) =>
        new($"The state is damaged: expected {expected} bytes, got {bytes.Length}.", nameof(bytes));
}
