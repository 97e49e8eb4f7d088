using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Where a command reads its rows: a CSV file, or a sample that comes with the tool.</summary>
/// <param name="Name">What messages and model cards call it.</param>
/// <param name="Path">The file; null for a sample.</param>
/// <param name="Computed">The rows of a sample that is computed.</param>
internal sealed record DataSource(string Name, string? Path, ComputedData? Computed = null)
{
    // Where data sets lie that are not part of the tool.
    private const string Folder = "MLNETRECURRENT_DATA";

    /// <summary>A CSV file: at its path, or in the folder that the environment variable MLNETRECURRENT_DATA names.</summary>
    public static DataSource File(string path)
    {
        if (!System.IO.File.Exists(path) && Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder && System.IO.File.Exists(System.IO.Path.Combine(folder, path)))
            return new DataSource(path, System.IO.Path.Combine(folder, path));
        return new DataSource(path, path);
    }

    /// <summary>A sample.</summary>
    public static DataSource Of(Sample sample) => new(sample.Name, null, sample.Data);

    /// <summary>The names of the columns.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, or has no header.</exception>
    public IReadOnlyList<string> Header()
    {
        if (Computed is not null)
            return Computed.Header;
        using var text = Open();
        return text is null ? CsvTable.Header(Path!) : CsvTable.Header(text, Name);
    }

    /// <summary>Reads columns.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, or a cell is not what it should be.</exception>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> wanted)
    {
        using var text = Open();
        return text is null ? CsvTable.Read(Path!, wanted) : CsvTable.Read(text, Name, wanted);
    }

    private TextReader? Open()
    {
        if (Path is not null)
            return null;
        if (Sample.Named(Name).Task == RecurrentTask.Language)
            throw new UserInputException($"Sample {Name} is a text, not a table: it is for language models, --task language.");
        return Computed is not null ? new StringReader(Computed.Text()) : new StreamReader(typeof(DataSource).Assembly.GetManifestResourceStream($"Samples/{Name}.csv")!);
    }
}
