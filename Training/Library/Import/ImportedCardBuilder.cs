using MlNetRecurrent.Onnx;

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
        return WithNetwork(card, network);
    }

    /// <summary>Adds what the options say: the names, the window, and the network if its task, horizon or scales are others.</summary>
    /// <param name="card">The card.</param>
    /// <param name="network">The network.</param>
    /// <param name="sequence">The sequence input of the file; null for a file of this library, which fixes no axis.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">A number of names differs from that of the network, or a name or the window is invalid.</exception>
    public static ModelCard Complete(ModelCard card, NetworkDescription network, InputBinding? sequence, ImportOptions options)
    {
        if (!ReferenceEquals(network, card.Network))
            card = WithNetwork(card, network);
        var hasClasses = network.Task is RecurrentTask.Classify or RecurrentTask.Tag or RecurrentTask.Language;
        return card with
        {
            Labels = Names(options.Labels, card.Labels, "label", "class", "classes", hasClasses ? network.Classes : 0),
            FeatureNames = Names(
                options.FeatureNames, card.FeatureNames, "feature name", "feature", "features", network.Embedding is null ? network.Features : 0),
            TargetNames = Names(
                options.TargetNames,
                card.TargetNames,
                "target name",
                "target",
                "targets",
                network.Task == RecurrentTask.Forecast ? network.Forecast.Targets : 0,
                network.Forecast.Horizon == 1 ? " If the outputs are several steps ahead, give the horizon." : ""),
            Window = Window(options.Window ?? card.Window ?? (int?)sequence?.GetFixedSize(AxisRole.Time), network.MinSteps),
            MinWindow = options.Window is null || options.Window == card.Window ? card.MinWindow : null,
        };
    }

    private static ModelCard WithNetwork(ModelCard card, NetworkDescription network) =>
        new() { Network = network, FeatureNames = card.FeatureNames, TargetNames = card.TargetNames, Labels = card.Labels };

    private static IReadOnlyList<string> Names(
        IReadOnlyList<string> given, IReadOnlyList<string> stored, string name, string one, string many, int expected, string advice = "")
    {
        // Names of another network do not apply to this one.
        if (given.Count == 0)
            return stored.Count == expected ? stored : [];
        var names = $"{given.Count} {name}{(given.Count == 1 ? " was" : "s were")} given ({string.Join(", ", given)})";
        if (given.Count != expected)
        {
            throw new ArgumentException(expected == 0
                ? $"{names}, but the network has no {many}."
                : $"{names}, but the network has {expected} {(expected == 1 ? one : many)}.{advice}");
        }

        if (given.Any(string.IsNullOrWhiteSpace) || given.Distinct(StringComparer.Ordinal).Count() != given.Count)
            throw new ArgumentException($"{names}, expected different names, none of them empty.");
        return given;
    }

    private static int? Window(int? window, int minSteps) => window is null || window >= minSteps
        ? window
        : throw new ArgumentException($"The window is {window}, expected at least {minSteps} for this network.");

    // Records compare their lists by reference; the card's JSON contains every value.
    private static string Serialize(NetworkDescription network) => new ModelCard { Network = network }.ToJson();
}
