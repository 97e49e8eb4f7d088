namespace MlNetRecurrent.Training;

/// <summary>The card of an imported network.</summary>
internal static class ImportedCardBuilder
{
    /// <summary>The file's card where it describes the graph, else one made from what the graph says.</summary>
    /// <param name="card">The file's card, or null.</param>
    /// <param name="network">
    /// What the graph says; it knows nothing of dropout, which is left out of graphs for inference, nor of where targets stand among the features.
    /// </param>
    /// <param name="warnings">Takes what does not fit.</param>
    public static ModelCard Create(ModelCard? card, NetworkDescription network, List<string> warnings)
    {
        if (card is null)
            return new ModelCard { Network = network };
        var computed = card.Network with
        {
            Regularization = card.Network.Regularization with
            {
                Dropout = network.Regularization.Dropout,
                RecurrentDropout = network.Regularization.RecurrentDropout,
                HeadDropout = network.Regularization.HeadDropout,
            },
            Forecast = card.Network.Forecast with { TargetFeatures = network.Forecast.TargetFeatures },
        };
        if (Text(computed) == Text(network))
            return card;
        warnings.Add("The file's card describes another network than its graph, so the graph is taken, and of the card nothing but names.");
        return new ModelCard { Network = network, FeatureNames = card.FeatureNames, TargetNames = card.TargetNames, Labels = card.Labels };
    }

    // Records compare their lists by reference; the card's own text compares all there is.
    private static string Text(NetworkDescription network) => new ModelCard { Network = network }.ToJson();
}
