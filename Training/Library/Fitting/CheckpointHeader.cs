using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MlNetRecurrent.Training;

/// <summary>
/// The header of a checkpoint, the same in every version of the format: a magic number of 8 bytes, the version (int32), the length of the contents
/// (int64) and a SHA-256 checksum of version, length and contents. Integers are little-endian.
/// </summary>
/// <remarks>
/// The contents go to LibTorch, which ends the process when they do not add up, so nothing reads them before the checksum has passed.
/// </remarks>
internal static class CheckpointHeader
{
    /// <summary>The newest version of the format.</summary>
    public const int Version = 3;

    /// <summary>The length of the header in bytes.</summary>
    public const int Length = ChecksumOffset + SHA256.HashSizeInBytes;

    private const int VersionOffset = 8;
    private const int LengthOffset = 12;
    private const int ChecksumOffset = 20;

    // Starts like PNG's: a transfer that takes the file for text changes one of these bytes.
    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'M', (byte)'R', (byte)'C', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>Whether a file begins with a header.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <summary>Fills the first <see cref="Length"/> bytes of a file, for the contents that follow them.</summary>
    public static void Write(Span<byte> file, int version = Version)
    {
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[VersionOffset..], version);
        BinaryPrimitives.WriteInt64LittleEndian(file[LengthOffset..], file.Length - Length);
        ComputeChecksum(file).CopyTo(file[ChecksumOffset..]);
    }

    /// <summary>Checks the header and the contents of a file that begins with a header.</summary>
    /// <returns>The version of the format.</returns>
    /// <exception cref="FormatException">
    /// The file was changed or truncated after it was written; the message is a clause without a period.
    /// </exception>
    public static int Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < Length)
            throw new FormatException($"it has {file.Length} bytes, less than its header");
        var length = BinaryPrimitives.ReadInt64LittleEndian(file[LengthOffset..]);
        if (length != file.Length - Length)
            throw new FormatException($"its header announces {length:N0} bytes of contents, but {file.Length - Length:N0} follow");
        return CryptographicOperations.FixedTimeEquals(ComputeChecksum(file), file[ChecksumOffset..Length])
            ? BinaryPrimitives.ReadInt32LittleEndian(file[VersionOffset..])
            : throw new FormatException("its contents do not match its checksum");
    }

    private static byte[] ComputeChecksum(ReadOnlySpan<byte> file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[VersionOffset..ChecksumOffset]);
        hash.AppendData(file[Length..]);
        return hash.GetHashAndReset();
    }
}
