using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A model card for people: what the network is, what it reads, what it was fitted on and how.</summary>
internal static class CardText
{
    // A language model has a label for each character or word.
    private const int MostNames = 40;

    /// <summary>One line for each thing that the card says.</summary>
    public static IEnumerable<string> Lines(ModelCard card) => Properties(card).Select(property => $"{property.Name}: {property.Text}");

    /// <summary>Each thing that the card says, with its name; what is not there is left out.</summary>
    public static IEnumerable<(string Name, string Text)> Properties(ModelCard card)
    {
        (string Name, string? Text)[] all =
        [
            .. Network(card.Network),
            ("window", card.Window is { } window ? Text($"{window} steps") : null),
            .. Columns(card),
            .. Fitted(card),
            .. card.Scores.Select(score => ($"score {score.Key}", (string?)Text($"{score.Value:g6}"))),
            ("weights", Text($"{card.Precision.ToString().ToLowerInvariant()}{(card.PrecisionCost is { } cost ? $", at a cost of {cost:g2}" : "")}")),
            ("largest difference to the trained module", card.Parity is { } parity ? Text($"{parity:g2}") : null),
        ];
        return all.Where(property => property.Text is not null).Select(property => (property.Name, property.Text!));
    }

    private static IEnumerable<(string Name, string? Text)> Network(NetworkDescription network)
    {
        yield return ("task", network.Task.ToString().ToLowerInvariant());
        yield return ("parameters", Text($"{network.Parameters:N0}"));
        yield return ("networks that answer together", network.Ensemble > 1 ? Text($"{network.Ensemble}") : null);
        yield return ("embedding", network.Embedding is { } embedding ? Text($"{embedding.Vocabulary} tokens, {embedding.Size} values each") : null);
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            yield return (Text($"layer {index + 1}"), Text($"{layer.Cell.Title}, {layer.InputSize} in, {layer.HiddenSize} hidden, {layer.Direction.ToString().ToLowerInvariant()}{(layer.Bias ? "" : ", no bias")}"));
        }

        yield return ("layer normalisation", network.LayerNormalization ? "yes" : null);
        yield return ("dropout", Share(network.Dropout));
        yield return ("dropout of recurrent weights", Share(network.RecurrentDropout));
        yield return ("dropout before the head", Share(network.HeadDropout));
        yield return ("head reads", network.HasHead ? network.Read switch { SequenceReading.Last => "the last step", SequenceReading.Every => "every step", var read => $"the {read.ToString().ToLowerInvariant()} over time" } : null);
        yield return ("normalisation", network.Normalization.ToString().ToLowerInvariant());
        yield return ("answers", network.Task switch
        {
            RecurrentTask.Forecast => Text($"{network.Targets} target{(network.Targets == 1 ? "" : "s")}, {network.Horizon} step{(network.Horizon == 1 ? "" : "s")} ahead"),
            RecurrentTask.Encode => Text($"{network.Width} hidden states"),
            RecurrentTask.Language => Text($"the next of {network.Classes} tokens"),
            _ => Text($"{network.Classes} classes"),
        });
        yield return ("transform of the targets", network.Transform == TargetTransform.None ? null
            : Text($"{network.Transform.ToString().ToLowerInvariant()}{(network.TransformOffset == 0 ? "" : $", {network.TransformOffset} added before")}"));
        yield return ("base forecast", network.Base == BaseForecast.None ? null
            : Text($"{network.Base.ToString().ToLowerInvariant()}{(network.Season > 0 ? $", season of {network.Season}" : "")}{(network.SeasonalKnown.Count > 0 ? ", season taken from the lags" : "")}"));
        yield return ("differences", network.Differences ? "read beside the targets' history" : null);
        yield return ("quantiles", Names(network.Quantiles.Select(level => Text($"{level}"))));
        yield return ("targets among the features", Names(network.TargetFeatures.Select(feature => Text($"{feature + 1}"))));
        yield return ("covariates known ahead", network.Known > 0 ? Text($"{network.Known}") : null);
    }

    private static IEnumerable<(string Name, string? Text)> Columns(ModelCard card)
    {
        yield return ("features", Names(card.FeatureNames));
        yield return ("targets", Names(card.TargetNames));
        yield return ("labels", Names(card.Labels));
        yield return ("tokens", card.Vocabulary?.Kind.ToString().ToLowerInvariant());
        if (card.Columns is not { } columns)
            yield break;
        yield return ("columns known ahead", Names(columns.Known));
        yield return ("calendar", Names(columns.Calendar.Select(field => field.ToString().ToLowerInvariant())));
        yield return ("lags", Names(columns.Lags.Select(lag => Text($"{lag}"))));
        yield return ("column of the time", columns.Time);
        yield return ("column of the series", columns.Series);
        yield return ("column of the sequence", columns.Sequence);
        yield return ("column of the label", columns.Label);
        yield return ("column of the split", columns.Split);
        yield return ("steps in a row", columns.StepsInRow is { } steps ? Text($"{steps}") : null);
        yield return ("missing values", columns.CarryForward ? "carried forward" : null);
    }

    private static IEnumerable<(string Name, string? Text)> Fitted(ModelCard card)
    {
        if (card.Data is { } data)
        {
            yield return ("fitted on", Text($"{data.Sequences:N0} sequences{(data.Source is { } source ? $" of {source}" : "")}"));
            yield return ("season", data.Season is { } season ? Text($"{season} rows") : null);
            yield return ("last fitted time", data.FittedSeries?.Select(series => series.LastTime).LastOrDefault());
        }

        if (card.Fit is { } fit)
        {
            yield return ("fit", Text($"{fit.Epochs} epochs, batch {fit.BatchSize}, {fit.Optimizer} at {fit.LearningRate}, seed {fit.Seed}, final {fit.Loss} {fit.FinalLoss:g4}"));
            yield return ("fit options", Names([.. FitSettings.All.Select(setting => setting.Text?.Invoke(fit)).OfType<string>(), .. TableFitSettings.Texts(fit)]));
            yield return ("weights of epoch", fit.BestEpoch is { } best ? Text($"{best}, validation loss {fit.ValidationLoss:g4}") : null);
        }
    }

    private static string? Share(double share) => share == 0 ? null : Text($"{share}");

    private static string? Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? null : string.Join(", ", all.Take(MostNames)) + (all.Count > MostNames ? Text($", ... ({all.Count:N0} in all)") : "");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
