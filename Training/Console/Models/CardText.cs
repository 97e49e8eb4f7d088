namespace MlNetRecurrent.Console;

/// <summary>A model card for people.</summary>
internal static class CardText
{
    /// <summary>One line for each thing that the card says.</summary>
    public static IEnumerable<string> Lines(ModelCard card)
    {
        var network = card.Network;
        yield return Text($"task {network.Task.ToString().ToLowerInvariant()}, reads {network.Read.ToString().ToLowerInvariant()}, {network.Parameters:N0} parameters");
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            yield return Text($"layer {index + 1}: {layer.Cell.Title}, {layer.InputSize} in, {layer.HiddenSize} hidden, {layer.Direction.ToString().ToLowerInvariant()}{(layer.Bias ? "" : ", no bias")}");
        }

        if (network.Embedding is { } embedding)
            yield return Text($"embedding: {embedding.Vocabulary} tokens, {embedding.Size} values each");
        yield return network.Task switch
        {
            RecurrentTask.Forecast => Text($"forecasts {network.Targets} targets, {network.Horizon} steps ahead"),
            RecurrentTask.Encode => Text($"gives {network.Width} hidden states"),
            _ => Text($"tells {network.Classes} classes apart"),
        };
        yield return Text($"normalization {network.Normalization.ToString().ToLowerInvariant()}, window {(card.Window is { } window ? Text($"{window}") : "any")}, weights {card.Precision.ToString().ToLowerInvariant()}");
        foreach (var (what, names) in new[] { ("features", card.FeatureNames), ("targets", card.TargetNames), ("labels", card.Labels) })
        {
            if (names.Count > 0)
                yield return $"{what}: {string.Join(", ", names)}";
        }

        if (card.Data is { } data)
            yield return Text($"fitted on {data.Sequences:N0} sequences{(data.Source is { } source ? $" of {source}" : "")}");
        if (card.Fit is { } fit)
            yield return Text($"fit: {fit.Epochs} epochs, batch {fit.BatchSize}, {fit.Optimizer} at {fit.LearningRate}, seed {fit.Seed}, final {fit.Loss} {fit.FinalLoss:g4}");
        foreach (var (name, score) in card.Scores)
            yield return Text($"{name} {score:g6}");
        if (card.Parity is { } parity)
            yield return Text($"largest difference to the trained module: {parity:g2}");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
