using System.Text;

namespace MlNetRecurrent;

/// <summary>The header of a part of an ML.NET model: where its body is, and which class reads the body.</summary>
/// <remarks>
/// The header has 256 bytes. The body follows; then, if there are any, the ends of the strings (Int64), their characters (UTF-16) and the name of the
/// assembly (UTF-16); and the signature of the tail.
/// </remarks>
internal sealed class ModelHeader
{
    /// <summary>The name of the main file of each part of a model.</summary>
    public const string FileName = "Model.key";

    private const ulong Signature = 0x4C45444F4D004C4D;
    private const ulong TailSignature = 0x4D4C004D4F44454C;
    private const int Size = 256;
    private const uint VersionWithAssembly = 0x00010002;

    private readonly string _reader;
    private readonly string _alternativeReader;

    private ModelHeader(ReadOnlyMemory<byte> body, string reader, string alternativeReader)
    {
        Body = body;
        _reader = reader;
        _alternativeReader = alternativeReader;
    }

    /// <summary>The body, which only the class that wrote it understands.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Whether bytes are a part of a model.</summary>
    public static bool IsModel(ReadOnlySpan<byte> bytes) => bytes.Length >= sizeof(ulong) && BitConverter.ToUInt64(bytes) == Signature;

    /// <summary>Reads the header and checks every position and length in it.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a part of a model, or a position or length is invalid.</exception>
    public static ModelHeader Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Size || !IsModel(bytes.Span))
            throw new InvalidDataException("it is not a part of an ML.NET model.");
        var reader = new BoundedReader(bytes.Span[..Size]);
        _ = reader.ReadUInt64();
        var version = reader.ReadUInt32();
        _ = reader.ReadUInt32();
        var body = Position(ref reader);
        var ends = Position(ref reader);
        var characters = Position(ref reader);
        _ = reader.ReadBytes(16);
        var name = ReadReader(ref reader);
        var alternativeName = ReadReader(ref reader);
        var (tail, limit) = (reader.ReadInt64(), reader.ReadInt64());
        (long Start, long Size) assembly = version >= VersionWithAssembly ? (reader.ReadInt64(), reader.ReadUInt32()) : default;

        // Each part begins where the one before it ends.
        var next = Follow((Size, 0), body, "body");
        next = ends == default && characters == default ? next : Follow(Follow(next, ends, "string table"), characters, "strings");
        next = assembly == default ? next : Follow(next, assembly, "assembly name");
        if (tail != next.Start || limit != tail + sizeof(ulong) || limit > bytes.Length || body.Size < 0
            || BitConverter.ToUInt64(bytes.Span[(int)tail..]) != TailSignature)
        {
            throw new InvalidDataException("its header is damaged: its parts do not end where the header states.");
        }

        CheckStrings(bytes.Span, ends, characters.Size);
        CheckAssembly(bytes.Span, assembly);
        return new ModelHeader(bytes.Slice(Size, (int)body.Size), name, alternativeName);

        static (long Start, long Size) Position(ref BoundedReader reader) => (reader.ReadInt64(), reader.ReadInt64());

        (long Start, long Size) Follow((long Start, long Size) end, (long Start, long Size) part, string what) =>
            part.Start == end.Start && part.Size >= 0 && part.Size <= bytes.Length - part.Start
                ? (part.Start + part.Size, 0)
                : throw new InvalidDataException($"its header is damaged: its {what} has {part.Size:N0} bytes at {part.Start:N0}.");
    }

    /// <summary>Whether a class with the given name reads the body.</summary>
    public bool IsReadBy(string name) =>
        _reader.Equals(name, StringComparison.OrdinalIgnoreCase) || _alternativeReader.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string ReadReader(ref BoundedReader reader) => Encoding.Latin1.GetString(reader.ReadBytes(24)).TrimEnd('\0');

    private static void CheckStrings(ReadOnlySpan<byte> bytes, (long Start, long Size) ends, long size)
    {
        var reader = new BoundedReader(bytes.Slice((int)ends.Start, (int)ends.Size));
        var last = 0L;
        while (reader.Remaining > 0)
        {
            var end = reader.ReadInt64();
            if (end < last || end > size || end % sizeof(char) != 0)
                throw new InvalidDataException("its header is damaged: its strings overlap.");
            last = end;
        }

        if (last != size)
            throw new InvalidDataException("its header is damaged: its strings end too early.");
    }

    // ML.NET loads the assembly that a part names.
    private static void CheckAssembly(ReadOnlySpan<byte> bytes, (long Start, long Size) assembly)
    {
        var name = Encoding.Unicode.GetString(bytes.Slice((int)assembly.Start, (int)assembly.Size));
        var simple = name.Split(',')[0].Trim();
        if (name.Length > 0 && simple != "Microsoft.ML" && !simple.StartsWith("Microsoft.ML.", StringComparison.Ordinal))
            throw new InvalidDataException($"it names the assembly {PipelineArchive.Quote(name)}, which is not one of ML.NET.");
    }
}
