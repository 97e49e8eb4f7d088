using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Uses a file as users do: loads and scores it, imports it, and describes its structure.</summary>
internal static class FuzzTarget
{
    private const int Time = 3;

    /// <summary>Runs all operations on a file. Any exception other than a <see cref="RecurrentModelException"/> is propagated.</summary>
    /// <returns>The operations that accepted the file.</returns>
    public static (bool Scored, bool Imported, bool Described) Run(byte[] file) => (
        Accepts(() => Score(file)),
        Accepts(() => OnnxImporter.Import(file, "fuzz").Network.Dispose()),
        Accepts(() => _ = RecurrentStructure.Describe(OnnxFile.Parse(file, "fuzz"), "fuzz")));

    private static void Score(byte[] file)
    {
        using var model = RecurrentModel.Load(file, "fuzz");
        // Models with token IDs as input are scored by other tests.
        if (model.Network.Embedding is null)
            model.Score(new float[Time * model.Network.Features], new float[model.GetOutputSize(Time)]);
    }

    private static bool Accepts(Action action)
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
