namespace MlNetRecurrent.Onnx;

/// <summary>A file that may be passed to ONNX Runtime: its graph passed the guard, or the user allowed any graph.</summary>
internal sealed class TrustedModelFile
{
    /// <summary>How the callers of the library allow any graph.</summary>
    internal const string DefaultRemedy = "set AllowAnyGraph";

    private TrustedModelFile(byte[] bytes, string name, GraphSizes? graph)
    {
        Bytes = bytes;
        Name = name;
        Graph = graph;
    }

    public byte[] Bytes { get; }

    /// <summary>The name of the file in error messages.</summary>
    public string Name { get; }

    /// <summary>The input and output sizes of the graph, or null if the graph was not checked.</summary>
    public GraphSizes? Graph { get; }

    /// <summary>Parses a file and checks its graph.</summary>
    /// <exception cref="RecurrentModelException">
    /// The bytes are not a model, or the graph does not pass the guard; the message states the reason.
    /// </exception>
    public static TrustedModelFile Verify(byte[] bytes, string name) => Verify(OnnxFile.Open(bytes, name));

    /// <summary>Checks the graph of a file, unless any graph is allowed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="allowAnyGraph">Whether the user allowed any graph.</param>
    /// <param name="remedy">How the user allows any graph, for the message, such as "use --allow-any-graph".</param>
    /// <exception cref="RecurrentModelException">The graph does not pass the guard; the message states the reason.</exception>
    public static TrustedModelFile Create(ParsedFile file, bool allowAnyGraph, string remedy = DefaultRemedy) =>
        allowAnyGraph ? CreateUnchecked(file.Bytes, file.Name) : Verify(file, remedy);

    /// <summary>Checks the graph of a parsed file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="remedy">How the user allows any graph, for the message.</param>
    /// <exception cref="RecurrentModelException">The graph does not pass the guard; the message states the reason.</exception>
    public static TrustedModelFile Verify(ParsedFile file, string remedy = DefaultRemedy)
    {
        try
        {
            // A host may interpret a field that is unknown here.
            if (file.UnknownField is { } field)
                throw new RecurrentModelException($"It contains an unknown field: {field}.");
            return new TrustedModelFile(file.Bytes, file.Name, GraphGuard.Check(file.Model));
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException(
                $"Model file '{file.Name}' was rejected. {exception.Message} If you trust the file, {remedy}.", exception);
        }
    }

    /// <summary>Accepts a file without checking it: the user allowed any graph, or this process wrote the file.</summary>
    public static TrustedModelFile CreateUnchecked(byte[] bytes, string name) => new(bytes, name, null);
}
