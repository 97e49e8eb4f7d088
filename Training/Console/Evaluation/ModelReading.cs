using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>How a model wants its data read, from its card.</summary>
internal sealed class ModelReading
{
    private ModelReading(FrameShape shape) => Shape = shape;

    /// <summary>Which rows are sequences.</summary>
    public FrameShape Shape { get; }

    /// <summary>Reads the card of a model.</summary>
    /// <param name="card">The card.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="stride">Rows from one scored window to the next; null for the usual.</param>
    /// <exception cref="UserInputException">The card does not say which columns the model reads.</exception>
    public static ModelReading Of(ModelCard card, string path, int? stride = null)
    {
        if (card.Network.Task == RecurrentTask.Language)
            throw new UserInputException($"'{path}' is a language model: it reads a text, not a table. See evaluate --text and generate.");
        if (card.Columns is null || card.Data is null)
            throw new UserInputException($"The card of '{path}' does not say which columns the model reads: it was not made by train.");
        return new ModelReading(FrameShape.ToScore(card.Network.Task, card.Window, card.Network.Horizon, stride));
    }

    /// <summary>Reads rows as the model was given them.</summary>
    /// <exception cref="SequenceDataException">The file lacks a column, or a value is not what it should be.</exception>
    public static RowFrame Read(DataSource source, DataColumns columns) => RowFrameReader.Read(source.Read(RowFrameReader.Wanted(columns)), columns);
}
