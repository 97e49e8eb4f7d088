namespace MlNetRecurrent.Onnx;

/// <summary>A file that ONNX Runtime may see: there is no other way to it.</summary>
internal sealed class TrustedModelFile
{
    private TrustedModelFile(byte[] bytes, string name, GraphSizes? graph)
    {
        Bytes = bytes;
        Name = name;
        Graph = graph;
    }

    public byte[] Bytes { get; }

    /// <summary>What errors call the file.</summary>
    public string Name { get; }

    /// <summary>What the graph costs and gives, or null where its user takes any graph.</summary>
    public GraphSizes? Graph { get; }

    /// <summary>Admits a file whose graph passes the guard.</summary>
    /// <exception cref="RecurrentModelException">The bytes are no model, or their graph does not pass; the message says why.</exception>
    public static TrustedModelFile Verify(byte[] file, string name) => Verify(OnnxFile.Open(file, name));

    /// <summary>Admits a file as its user asks.</summary>
    /// <exception cref="RecurrentModelException">Its graph does not pass the guard, and may not be any; the message says why.</exception>
    public static TrustedModelFile Create(ParsedFile file, bool allowAnyGraph) => allowAnyGraph ? CreateUnchecked(file.Bytes, file.Name) : Verify(file);

    /// <summary>Admits a file that was parsed already.</summary>
    /// <exception cref="RecurrentModelException">Its graph does not pass the guard; the message says why.</exception>
    public static TrustedModelFile Verify(ParsedFile file)
    {
        try
        {
            // A host may know a field that stands in nobody's list here, and give it a meaning.
            if (file.UnknownField is { } field)
                throw new RecurrentModelException($"It holds {field}, which is not known here.");
            return new TrustedModelFile(file.Bytes, file.Name, GraphGuard.Check(file.Model));
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{file.Name}' is not run. {exception.Message} Whoever trusts the file can ask for AllowAnyGraph.", exception);
        }
    }

    /// <summary>Admits a file unseen: its user said so, or its graph was written by the user's own code in this process.</summary>
    public static TrustedModelFile CreateUnchecked(byte[] file, string name) => new(file, name, null);
}
