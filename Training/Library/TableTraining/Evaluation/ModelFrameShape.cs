namespace MlNetRecurrent.Training;

/// <summary>Determines, from a model card, how a table is divided into the sequences of the model.</summary>
internal static class ModelFrameShape
{
    /// <summary>Returns the division of a table into sequences for a model.</summary>
    /// <param name="card">The model card.</param>
    /// <param name="name">The name of the model in messages.</param>
    /// <param name="stride">The number of rows from one scored window to the next; null for the default.</param>
    /// <exception cref="RecurrentModelException">The model is a language model, or its card does not describe its columns.</exception>
    public static FrameShape FromCard(ModelCard card, string name, int? stride = null)
    {
        if (card.Network.Task == RecurrentTask.Language)
            throw new RecurrentModelException($"'{name}' is a language model, which scores text, not tables.");
        if (card.TableColumns is null || card.Data is null)
            throw new RecurrentModelException(
                $"The card of '{name}' does not describe its columns: the model was not trained on a table. "
                + "For an imported model, retraining takes the columns, and reports its scores beside those of the new model.");
        var shape = FrameShape.ToScore(
            card.Network.Task, card.Window, card.Network.Forecast.Horizon, stride, FrameShape.ReadsBothDirections(card.Network));
        return shape with { MinWindow = card.MinWindow };
    }
}
