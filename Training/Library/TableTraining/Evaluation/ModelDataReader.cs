namespace MlNetRecurrent.Training;

/// <summary>How the rows of a table become the sequences of a model, from its card.</summary>
internal static class ModelDataReader
{
    /// <summary>Which rows of a table are sequences of a model.</summary>
    /// <param name="card">The card.</param>
    /// <param name="name">What messages call the model.</param>
    /// <param name="stride">Rows from one scored window to the next; null for the usual.</param>
    /// <exception cref="RecurrentModelException">The card does not say which columns the model reads.</exception>
    public static FrameShape Shape(ModelCard card, string name, int? stride = null)
    {
        if (card.Network.Task == RecurrentTask.Language)
            throw new RecurrentModelException($"'{name}' is a language model: it reads a text, not a table.");
        if (card.Columns is null || card.Data is null)
            throw new RecurrentModelException($"The card of '{name}' does not say which columns the model reads: it was not trained on a table.");
        return FrameShape.ToScore(card.Network.Task, card.Window, card.Network.Forecast.Horizon, stride);
    }
}
