using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Does with a file what users do: loads and scores it, imports it, and looks at its structure.</summary>
internal static class FuzzTarget
{
    private const int Time = 3;

    /// <summary>Runs all of them on a file; anything but success or a <see cref="RecurrentModelException"/> goes through to the caller.</summary>
    /// <returns>Which of them took the file.</returns>
    public static (bool Scored, bool Imported, bool Described) Run(byte[] file) => (
        Allowed(() => Score(file)),
        Allowed(() => OnnxImporter.Import(file, "fuzz").Network.Dispose()),
        Allowed(() => _ = RecurrentStructure.Describe(OnnxFile.Parse(file, "fuzz"), "fuzz")));

    private static void Score(byte[] file)
    {
        using var model = RecurrentModel.Load(file, "fuzz");
        // Tokens are scored elsewhere.
        if (model.Network.Embedding is null)
            model.Score(new float[Time * model.Network.Features], new float[model.GetOutputSize(Time)]);
    }

    private static bool Allowed(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (RecurrentModelException exception)
        {
            if (exception.Message.Any(char.IsControl) || !exception.Message.StartsWith("Model file 'fuzz'", StringComparison.Ordinal))
                throw new InvalidOperationException($"The message is not one line that names the file: {exception.Message}", exception);
            return false;
        }
    }
}
