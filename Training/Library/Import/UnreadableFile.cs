using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Reads the graph of a file from another program, and says of one that cannot be imported how it can be used.</summary>
internal static class UnreadableFile
{
    // A file with more outputs is not one of a few heads.
    private const int MaxOutputs = 16;

    /// <summary>Reads the graph.</summary>
    /// <exception cref="RecurrentModelException">
    /// The graph computes something that a network of this library cannot; the message names it, and says whether ONNX Runtime can score the file.
    /// </exception>
    /// <exception cref="ArgumentException">The graph does not have the wanted output; the message lists its outputs.</exception>
    public static RecurrentGraph Read(ParsedFile file, ImportOptions options)
    {
        if (options.OutputName is { } wanted && !file.Model.Graph.Output.Any(output => output.Name == wanted))
        {
            var names = string.Join(", ", file.Model.Graph.Output.Select(output => $"'{output.Name}'"));
            throw new ArgumentException($"Model file '{file.Name}' has no output '{wanted}', only {names}.");
        }

        try
        {
            return RecurrentGraphReader.Read(file.Model, file.Name, output: options.OutputName);
        }
        catch (RecurrentModelException exception) when (CreateAdvice(file, options) is { } advice)
        {
            throw new RecurrentModelException($"{exception.Message} {advice}", exception);
        }
    }

    private static string? CreateAdvice(ParsedFile file, ImportOptions options)
    {
        if (options.OutputName is null && FindReadableOutputs(file) is { Count: > 0 } outputs)
            return $"What can be imported is {string.Join(" or ", outputs.Select(output => $"'{output}'"))}: {options.OutputRemedy}.";
        try
        {
            using var session = OnnxRuntimeEngine.Open(TrustedModelFile.Create(file, options.AllowAnyGraph));
            return "Without an import, ONNX Runtime can score the file.";
        }
        catch (RecurrentModelException)
        {
            // A file that is damaged is not worth the advice.
            return !options.AllowAnyGraph && file.Model.Graph.Node.Any(IsUnbounded)
                ? $"If you trust the file, ONNX Runtime may be able to score it without an import: {options.AnyGraphRemedy}."
                : null;
        }
    }

    private static List<string> FindReadableOutputs(ParsedFile file)
    {
        var outputs = file.Model.Graph.Output.Select(output => output.Name).Distinct().Take(MaxOutputs).ToList();
        return outputs.Count == 1 ? [] : [.. outputs.Where(IsReadable)];

        bool IsReadable(string output)
        {
            try
            {
                RecurrentGraphReader.Read(file.Model, file.Name, output: output);
                return true;
            }
            catch (RecurrentModelException)
            {
                return false;
            }
        }
    }

    // What the guard rejects for what it is, whatever the rest of the graph.
    private static bool IsUnbounded(NodeProto node) => node.OpType is "If" or "Loop" or "Scan";
}
