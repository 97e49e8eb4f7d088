using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>
/// The length and the SHA-256 of an entry of a model history, in a text file next to it: <c>0001.onnx.sha256</c>, in the format of
/// <c>sha256sum</c>, which checks it with <c>sha256sum -c *.sha256</c>.
/// </summary>
internal static partial class EntryChecksum
{
    /// <summary>The extension of the text files.</summary>
    public const string Extension = ".sha256";

    private const string Version = "1";

    // A line of the format has about 90 characters.
    private const int MaxLength = 4096;

    /// <summary>Returns the text file of an entry.</summary>
    public static string GetFile(string entry) => $"{entry}{Extension}";

    /// <summary>Returns the contents of the text file of an entry.</summary>
    public static byte[] Create(string entry, ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"# MlNetRecurrent model history, version {Version}, {bytes.Length} bytes\n{Hash(bytes)}  {Path.GetFileName(entry)}\n"));

    /// <summary>Checks that an entry has the bytes that were written.</summary>
    /// <param name="entry">The file of the entry.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>Whether the entry has a checksum. Those of version 0.1 have none.</returns>
    /// <exception cref="RecurrentModelException">The entry or its checksum is damaged.</exception>
    /// <exception cref="IOException">The text file cannot be read.</exception>
    public static bool Verify(string entry, ReadOnlySpan<byte> bytes)
    {
        var file = GetFile(entry);
        if (FileStatus.Find(file, followLinks: false) is null)
            return false;
        var parts = Pattern().Match(ReadText(file));
        if (!parts.Success || parts.Groups["name"].Value != Path.GetFileName(entry))
        {
            throw new RecurrentModelException(
                $"'{file}' is damaged: it does not contain the length and the SHA-256 of '{entry}'. "
                + "If you know that the model is intact, delete the damaged file.");
        }

        if (parts.Groups["version"].Value != Version)
        {
            throw new RecurrentModelException(
                $"'{file}' has version {parts.Groups["version"].Value}, expected {Version}: it was written by a newer version of MlNetRecurrent.");
        }

        if (parts.Groups["length"].Value != bytes.Length.ToString(CultureInfo.InvariantCulture))
        {
            throw new RecurrentModelException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{entry}' is damaged: it has {bytes.Length} bytes, and had {parts.Groups["length"].Value} when it was saved. ")
                + "Restore it from a backup.");
        }

        return parts.Groups["hash"].Value.Equals(Hash(bytes), StringComparison.OrdinalIgnoreCase)
            ? true
            : throw new RecurrentModelException(
                $"'{entry}' is damaged: its SHA-256 is not the one in '{file}'. Restore it from a backup.");
    }

    private static string ReadText(string file)
    {
        try
        {
            using var stream = RegularFile.OpenRead(file);
            var buffer = new byte[MaxLength];
            return Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, MaxLength, throwOnEndOfStream: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Checksum file '{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [GeneratedRegex(
        @"\A# MlNetRecurrent model history, version (?<version>[0-9]+), (?<length>[0-9]+) bytes\r?\n"
        + @"(?<hash>[0-9A-Fa-f]{64}) [ *](?<name>[^\r\n]+)\s*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
