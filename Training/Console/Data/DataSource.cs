using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Creates the table that a command reads: a CSV file or a built-in sample.</summary>
internal static class DataSource
{
    // The environment variable with the folder of data sets that are not built in.
    private const string Folder = "MLNETRECURRENT_DATA";

    /// <summary>As an argument, what stands for standard input, by the convention of Unix commands. A file of this name is <c>./-</c>.</summary>
    public const string StandardStream = "-";

    /// <summary>The name of a query in messages and reports.</summary>
    public const string QueryName = "the query";

    /// <summary>
    /// Finds a file at its path or in the folder named by the environment variable MLNETRECURRENT_DATA; for <c>-</c>, standard input.
    /// </summary>
    public static string FindFile(string path)
    {
        if (path == StandardStream)
            return InputFile.StandardInput;
        if (File.Exists(path) || Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 } folder)
            return path;
        var inFolder = Path.Combine(folder, path);
        return File.Exists(inFolder) ? inFolder : path;
    }

    /// <summary>Returns the name of a file in messages and model cards: the path as the user spelled it, except for standard input.</summary>
    public static string GetName(string path) => path == StandardStream ? InputFile.StandardInputName : path;

    /// <summary>Creates the table of a CSV file.</summary>
    /// <param name="path">The path as the user spelled it.</param>
    /// <param name="options">How the file is written.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public static TableSource FromFile(string path, TableReadOptions options) => TableSource.FromFile(FindFile(path), GetName(path), options);

    /// <summary>Creates the table of a sample.</summary>
    public static TableSource FromSample(Sample sample) => sample.Data is { } computed
        ? TableSource.FromText(sample.Name, computed.Header, () => new StringReader(computed.Text()))
        : TableSource.FromText(sample.Name, () => sample.Task == RecurrentTask.Language
            ? throw new UserInputException($"Sample {sample.Name} is a text, expected a table: use it with --task language.")
            : new StreamReader(typeof(DataSource).Assembly.GetManifestResourceStream($"Samples/{sample.Name}.csv")!));
}
