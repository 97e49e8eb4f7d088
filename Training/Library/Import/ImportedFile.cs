namespace MlNetRecurrent.Training;

/// <summary>The result of importing an ONNX file into a file of this library.</summary>
public sealed class ImportedFile
{
    internal ImportedFile(ImportedNetwork imported, ExportedModel exported, string? previousModelFile)
    {
        Model = exported;
        Card = imported.Card;
        ParityError = imported.ParityError;
        Warnings = imported.Warnings;
        PreviousModelFile = previousModelFile;
    }

    /// <summary>The exported model, as it was written.</summary>
    public ExportedModel Model { get; }

    /// <summary>The model card of the original file, or, for files without a card, a card that describes the network.</summary>
    public ModelCard Card { get; }

    /// <summary>
    /// The maximum difference between the imported network and the original file on random sequences, or null if they could not be compared;
    /// <see cref="Warnings"/> states the reason.
    /// </summary>
    public double? ParityError { get; }

    /// <summary>Warnings about the import; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The file in the history with the model that was replaced; null if there was none, or if it was equal.</summary>
    public string? PreviousModelFile { get; }
}
