using System.Globalization;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Finds encodings by their names.</summary>
internal static class GivenEncoding
{
    /// <summary>Finds an encoding. Decoding throws on invalid bytes.</summary>
    /// <param name="name">The IANA name, or the number of a code page with the prefix cp.</param>
    /// <exception cref="ArgumentException">There is no such encoding.</exception>
    public static Encoding Find(string name)
    {
        var encoding = FindCodePage(name) is { } page
            ? Find(provider => provider.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback))
            : Find(provider => provider.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback));
        return encoding ?? throw new ArgumentException(
            $"The encoding is '{name}', expected the name of an encoding, such as utf-8, utf-16, windows-1252, iso-8859-15, shift_jis or gb18030.");

        Encoding? Find(Func<EncodingProvider, Encoding?> find)
        {
            try
            {
                return find(CodePagesEncodingProvider.Instance) ?? find(SystemEncodings.Instance);
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                return null;
            }
        }
    }

    private static int? FindCodePage(string name) =>
        name.StartsWith("cp", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(name.AsSpan(2).TrimStart('-'), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? page
            : null;

    // The encodings that need no provider.
    private sealed class SystemEncodings : EncodingProvider
    {
        public static SystemEncodings Instance { get; } = new();

        public override Encoding? GetEncoding(int codepage) =>
            Encoding.GetEncoding(codepage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

        public override Encoding? GetEncoding(string name) =>
            Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }
}
