using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A model card for people: what the network is, what it reads, what it was fitted on and how.</summary>
internal static class CardText
{
    // A language model has a label for each character or word.
    private const int MaxNames = 40;

    /// <summary>One line for each thing that the card says.</summary>
    public static IEnumerable<string> GetLines(ModelCard card) => GetProperties(card).Select(property => $"{property.Name}: {property.Text}");

    /// <summary>Each thing that the card says, with its name; what is not there is left out.</summary>
    public static IEnumerable<(string Name, string Text)> GetProperties(ModelCard card)
    {
        (string Name, string? Text)[] all =
        [
            .. Network(card.Network),
            ("window", card.Window is { } window ? Text($"{window} steps") : null),
            .. Columns(card),
            .. Fitted(card),
            .. card.Metrics.Select(score => ($"score {score.Key}", (string?)Text($"{score.Value:g6}"))),
            ("weights", Text($"{card.Precision.ToString().ToLowerInvariant()}{(card.PrecisionError is { } cost ? $", at a cost of {cost:g2}" : "")}")),
            ("largest difference to the trained module", card.ParityError is { } parity ? Text($"{parity:g2}") : null),
        ];
        return all.Where(property => property.Text is not null).Select(property => (property.Name, property.Text!));
    }

    private static IEnumerable<(string Name, string? Text)> Network(NetworkDescription network)
    {
        yield return ("task", network.Task.ToString().ToLowerInvariant());
        yield return ("parameters", Text($"{network.ParameterCount:N0}"));
        yield return ("networks that answer together", network.EnsembleSize > 1 ? Text($"{network.EnsembleSize}") : null);
        yield return ("embedding", network.Embedding is { } embedding ? Text($"{embedding.VocabularySize} tokens, {embedding.EmbeddingSize} values each") : null);
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            yield return (Text($"layer {index + 1}"), Text($"{layer.Cell.DisplayName}, {layer.InputSize} in, {layer.HiddenSize} hidden, {layer.Direction.ToString().ToLowerInvariant()}{(layer.HasBias ? "" : ", no bias")}"));
        }

        yield return ("layer normalisation", network.HasLayerNormalization ? "yes" : null);
        yield return ("dropout", Share(network.Regularization.Dropout));
        yield return ("dropout of recurrent weights", Share(network.Regularization.RecurrentDropout));
        yield return ("dropout before the head", Share(network.Regularization.HeadDropout));
        yield return ("head reads", network.HasHead ? network.Pooling switch { SequencePooling.FinalState => "the last step", SequencePooling.None => "every step", var read => $"the {read.ToString().ToLowerInvariant()} over time" } : null);
        yield return ("normalisation", network.Normalization.ToString().ToLowerInvariant());
        yield return ("answers", network.Task switch
        {
            RecurrentTask.Forecast => Text($"{network.Forecast.Targets} target{(network.Forecast.Targets == 1 ? "" : "s")}, {network.Forecast.Horizon} step{(network.Forecast.Horizon == 1 ? "" : "s")} ahead"),
            RecurrentTask.Encode => Text($"{network.HeadInputSize} hidden states"),
            RecurrentTask.Language => Text($"the next of {network.Classes} tokens"),
            _ => Text($"{network.Classes} classes"),
        });
        yield return ("transform of the targets", network.Forecast.Transform == TargetTransform.None ? null
            : Text($"{network.Forecast.Transform.ToString().ToLowerInvariant()}{(network.Forecast.TransformOffset == 0 ? "" : $", {network.Forecast.TransformOffset} added before")}"));
        yield return ("base forecast", network.Forecast.ResidualBaseline == ResidualBaseline.None ? null
            : Text($"{network.Forecast.ResidualBaseline.ToString().ToLowerInvariant()}{(network.Forecast.SeasonLength > 0 ? $", season of {network.Forecast.SeasonLength}" : "")}{(network.Forecast.SeasonalCovariates.Count > 0 ? ", season taken from the lags" : "")}"));
        yield return ("differences", network.Forecast.HasDifferences ? "read beside the targets' history" : null);
        yield return ("quantiles", Names(network.Forecast.Quantiles.Select(level => Text($"{level}"))));
        yield return ("targets among the features", Names(network.Forecast.TargetFeatures.Select(feature => Text($"{feature + 1}"))));
        yield return ("covariates known ahead", network.Forecast.FutureCovariates > 0 ? Text($"{network.Forecast.FutureCovariates}") : null);
    }

    private static IEnumerable<(string Name, string? Text)> Columns(ModelCard card)
    {
        yield return ("features", Names(card.FeatureNames));
        yield return ("targets", Names(card.TargetNames));
        yield return ("labels", Names(card.Labels));
        yield return ("tokens", card.Vocabulary?.TokenUnit.ToString().ToLowerInvariant());
        if (card.Columns is not { } columns)
            yield break;
        yield return ("columns known ahead", Names(columns.FutureCovariates));
        yield return ("calendar", Names(columns.CalendarFields.Select(field => field.ToString().ToLowerInvariant())));
        yield return ("lags", Names(columns.Lags.Select(lag => Text($"{lag}"))));
        yield return ("column of the time", columns.Time);
        yield return ("column of the series", columns.Series);
        yield return ("column of the sequence", columns.Sequence);
        yield return ("column of the label", columns.Label);
        yield return ("column of the split", columns.Split);
        yield return ("steps in a row", columns.StepsPerRow is { } steps ? Text($"{steps}") : null);
        yield return ("missing values", columns.ForwardFill ? "carried forward" : null);
    }

    private static IEnumerable<(string Name, string? Text)> Fitted(ModelCard card)
    {
        if (card.Data is { } data)
        {
            yield return ("fitted on", Text($"{data.SequenceCount:N0} sequences{(data.Source is { } source ? $" of {source}" : "")}"));
            yield return ("season", data.SeasonLength is { } season ? Text($"{season} rows") : null);
            yield return ("last fitted time", data.TrainingSeries?.Select(series => series.LastTime).LastOrDefault());
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
        return all.Count == 0 ? null : string.Join(", ", all.Take(MaxNames)) + (all.Count > MaxNames ? Text($", ... ({all.Count:N0} in all)") : "");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
