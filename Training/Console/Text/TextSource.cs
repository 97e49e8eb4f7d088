using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The source of a text: a file or a built-in sample.</summary>
/// <param name="Name">The name in messages and model cards.</param>
/// <param name="Path">The file; null for a sample.</param>
internal sealed record TextSource(string Name, string? Path)
{
    /// <summary>The name in model cards and reports: a file without its folder.</summary>
    public string Title => System.IO.Path.GetFileName(Name);

    /// <summary>Reads the text.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, cannot be read or is not UTF-8.</exception>
    public string Read()
    {
        if (Path is not null)
            return TextFile.Read(Path);
        return TextFile.Read(() => typeof(TextSource).Assembly.GetManifestResourceStream($"Samples/{Name}.txt")!, Name);
    }
}
