using Google.Protobuf;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads and parses ONNX files; error messages are whole sentences that name the file.</summary>
internal static class OnnxFile
{
    // Labels and vocabularies make up most of a long card.
    private const int MaxCardLength = 64 << 20;

    /// <summary>Reads and parses a file, including tensor values in external data files next to it.</summary>
    /// <exception cref="RecurrentModelException">The file is missing or empty, cannot be read, or is not an ONNX model.</exception>
    public static ParsedFile Open(string path)
    {
        var bytes = ReadAll(path);
        var scan = Scan(bytes, path);
        var model = ParseMessages(bytes, path);
        return new ParsedFile(scan.HasExternalData ? ExternalData.Inline(model, path) : bytes, path, model, scan.UnknownField);
    }

    /// <summary>Parses the bytes of a file.</summary>
    /// <param name="bytes">The bytes of the file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <exception cref="RecurrentModelException">The bytes are not an ONNX model.</exception>
    public static ParsedFile Open(byte[] bytes, string name)
    {
        var scan = Scan(bytes, name);
        return new ParsedFile(bytes, name, ParseMessages(bytes, name), scan.UnknownField);
    }

    /// <summary>Reads the bytes of a file, including tensor values in external data files next to it.</summary>
    /// <exception cref="RecurrentModelException">The file is missing, empty, or cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        var bytes = ReadAll(path);
        return Scan(bytes, path).HasExternalData ? ExternalData.Inline(ParseMessages(bytes, path), path) : bytes;
    }

    /// <summary>Returns the paths of the external data files of a model; none if it cannot be read, which reading it reports.</summary>
    public static IReadOnlyList<string> FindDataFiles(string path)
    {
        try
        {
            var bytes = ReadAll(path);
            return Scan(bytes, path).HasExternalData ? [.. ExternalData.FindFiles(ParseMessages(bytes, path), path)] : [];
        }
        catch (RecurrentModelException)
        {
            return [];
        }
    }

    /// <summary>Parses the bytes of a file into messages.</summary>
    /// <param name="bytes">The bytes of the file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <exception cref="RecurrentModelException">The bytes are not an ONNX model.</exception>
    public static ModelProto Parse(ReadOnlySpan<byte> bytes, string name)
    {
        _ = Scan(bytes, name);
        return ParseMessages(bytes, name);
    }

    /// <summary>Reads the model card of a file.</summary>
    /// <exception cref="RecurrentModelException">The file is missing, damaged, or was not exported by MlNetRecurrent.</exception>
    public static ModelCard ReadCard(string path) => RequireCard(Open(path).Model, path);

    /// <summary>Reads the model card from the metadata.</summary>
    /// <exception cref="RecurrentModelException">There is no model card, or it cannot be read.</exception>
    public static ModelCard RequireCard(ModelProto model, string name) =>
        TryReadCard(model, name)
        ?? throw new RecurrentModelException(
            $"Model file '{name}' carries no model card, which says what its values and columns mean: another program wrote it. "
            + "Import it with its meaning: 'mlnet-recurrent import' with --task, --target or --labels, --features and --window, or "
            + "OnnxImporter.Import. To score it as it is, use 'mlnet-recurrent predict', RecurrentModel.Load or ApplyRecurrentModel.");

    /// <summary>Reads the model card from the metadata, or returns null for a file of another program.</summary>
    /// <exception cref="RecurrentModelException">The model card cannot be read.</exception>
    public static ModelCard? TryReadCard(ModelProto model, string name)
    {
        if (model.MetadataProps.FirstOrDefault(entry => entry.Key == OnnxNames.Card) is not { } entry)
            return null;
        if (entry.Value.Length > MaxCardLength)
        {
            throw new RecurrentModelException(
                $"Model file '{name}': The model card has {entry.Value.Length:N0} characters, expected at most {MaxCardLength:N0}.");
        }

        try
        {
            return ModelCard.FromJson(entry.Value);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}': {exception.Message}", exception);
        }
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecurrentModelException($"Model file '{path}' does not exist: train and export a model, or correct the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new RecurrentModelException($"Model file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    // The scan has bounded the number of messages that the parser creates.
    private static ModelProto ParseMessages(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is null
                ? throw new RecurrentModelException($"Model file '{name}' contains no graph: expected an ONNX model.")
                : model;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' is not an ONNX model or is damaged: {exception.Message}", exception);
        }
    }

    private static FileScan Scan(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IsEmpty)
            throw new RecurrentModelException($"Model file '{name}' is empty: expected an ONNX model.");
        try
        {
            return FileScan.Scan(bytes);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' {exception.Message}", exception);
        }
    }
}
