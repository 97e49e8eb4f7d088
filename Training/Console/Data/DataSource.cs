using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Where a command reads its rows: a CSV file, or a sample that comes with the tool.</summary>
internal static class DataSource
{
    // Where data sets lie that are not part of the tool.
    private const string Folder = "MLNETRECURRENT_DATA";

    /// <summary>Where a file is: at its path, or in the folder that the environment variable MLNETRECURRENT_DATA names.</summary>
    public static string Place(string path) =>
        !System.IO.File.Exists(path) && Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder && System.IO.File.Exists(Path.Combine(folder, path))
            ? Path.Combine(folder, path)
            : path;

    /// <summary>A CSV file.</summary>
    public static TableSource FromFile(string path) => TableSource.FromFile(Place(path), path);

    /// <summary>A sample.</summary>
    public static TableSource FromSample(Sample sample) => sample.Data is { } computed
        ? TableSource.FromText(sample.Name, computed.Header, () => new StringReader(computed.Text()))
        : TableSource.FromText(sample.Name, () => sample.Task == RecurrentTask.Language
            ? throw new UserInputException($"Sample {sample.Name} is a text, not a table: it is for language models, --task language.")
            : new StreamReader(typeof(DataSource).Assembly.GetManifestResourceStream($"Samples/{sample.Name}.csv")!));
}
