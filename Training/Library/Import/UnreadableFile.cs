using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Reads the graph of a file from another program, and says of one that cannot be imported how it can be used.</summary>
internal static class UnreadableFile
{
    /// <summary>Reads the graph.</summary>
    /// <exception cref="RecurrentModelException">
    /// The graph computes something that a network of this library cannot; the message names it, and says whether ONNX Runtime can score the file.
    /// </exception>
    public static RecurrentGraph Read(ParsedFile file, ImportOptions options)
    {
        try
        {
            return RecurrentGraphReader.Read(file.Model, file.Name, output: options.OutputName);
        }
        catch (RecurrentModelException exception) when (CanBeScored(file, options))
        {
            throw new RecurrentModelException($"{exception.Message} Without an import, ONNX Runtime can score the file.", exception);
        }
    }

    private static bool CanBeScored(ParsedFile file, ImportOptions options)
    {
        try
        {
            using var session = OnnxRuntimeEngine.Open(TrustedModelFile.Create(file, options.AllowAnyGraph));
            return true;
        }
        catch (RecurrentModelException)
        {
            return false;
        }
    }
}
