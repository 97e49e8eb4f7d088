namespace MlNetRecurrent.Training;

/// <summary>Creates the model card of an imported network.</summary>
internal static class ImportedCardBuilder
{
    /// <summary>Returns the file's card if it matches the graph; otherwise creates a card from the graph.</summary>
    /// <param name="card">The file's card, or null.</param>
    /// <param name="network">
    /// The description read from the graph. It lacks dropout, which inference graphs omit, and the positions of the targets among the features.
    /// </param>
    /// <param name="warnings">The list that receives a warning if the card does not match the graph.</param>
    public static ModelCard Create(ModelCard? card, NetworkDescription network, List<string> warnings)
    {
        if (card is null)
            return new ModelCard { Network = network };
        var expected = card.Network with
        {
            Regularization = card.Network.Regularization with
            {
                Dropout = network.Regularization.Dropout,
                RecurrentDropout = network.Regularization.RecurrentDropout,
                HeadDropout = network.Regularization.HeadDropout,
            },
            Forecast = card.Network.Forecast with { TargetFeatures = network.Forecast.TargetFeatures },
        };
        if (Serialize(expected) == Serialize(network))
            return card;
        warnings.Add("The model card describes a different network from the graph: only the names are taken from the card.");
        return new ModelCard { Network = network, FeatureNames = card.FeatureNames, TargetNames = card.TargetNames, Labels = card.Labels };
    }

    // Records compare their lists by reference; the card's JSON contains every value.
    private static string Serialize(NetworkDescription network) => new ModelCard { Network = network }.ToJson();
}
