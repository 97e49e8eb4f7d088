using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A model card as text: the network, its inputs and outputs, and how it was trained.</summary>
internal static class CardText
{
    // A language model has a label for each character or word.
    private const int MaxNames = 40;

    /// <summary>Returns one line for each property of the card.</summary>
    public static IEnumerable<string> GetLines(ModelCard card) => GetProperties(card).Select(property => $"{property.Name}: {property.Text}");

    /// <summary>Returns the properties that the card has, with their names.</summary>
    public static IEnumerable<(string Name, string Text)> GetProperties(ModelCard card)
    {
        var precisionError = card.PrecisionError is { } error ? Text($", error {error:g2} against float32") : "";
        (string Name, string? Text)[] all =
        [
            .. Network(card.Network),
            ("window", card.Window is { } window
                ? card.MinWindow is { } minimum ? Text($"{window} steps, at least {minimum} at the start of a series") : Text($"{window} steps")
                : null),
            .. Columns(card),
            .. Training(card),
            .. card.Metrics.Select(metric => ($"metric {metric.Key}", (string?)Text($"{metric.Value:g6}"))),
            ("weights", $"{card.Precision.ToString().ToLowerInvariant()}{precisionError}"),
            ("parity error against the trained network", card.ParityError is { } parity ? Text($"{parity:g2}") : null),
        ];
        return all.Where(property => property.Text is not null).Select(property => (property.Name, property.Text!));
    }

    private static IEnumerable<(string Name, string? Text)> Network(NetworkDescription network)
    {
        yield return ("task", network.Task.ToString().ToLowerInvariant());
        yield return ("parameters", Text($"{network.ParameterCount:N0}"));
        yield return ("ensemble size", network.EnsembleSize > 1 ? Text($"{network.EnsembleSize}") : null);
        yield return ("embedding", network.Embedding is { } embedding
            ? Text($"{embedding.VocabularySize} tokens, {embedding.EmbeddingSize} values per token")
            : null);
        foreach (var (index, category) in network.Categories.Index())
        {
            var values = ConsoleText.Count(category.Count, "value");
            yield return (Text($"category {index + 1}"), Text($"{values}, embedding size {category.EmbeddingSize}"));
        }

        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            yield return (Text($"before layer {index + 1}"), LayerText.DescribeAll(layer.InputLayers));
            var (direction, bias) = (layer.Direction.ToString().ToLowerInvariant(), layer.HasBias ? "" : ", no bias");
            var sizes = Text($"input size {layer.InputSize}, hidden size {layer.HiddenSize}");
            yield return (Text($"layer {index + 1}"), $"{layer.Cell.DisplayName}, {sizes}, {direction}{bias}{LayerText.Describe(layer.Variant)}");
        }

        yield return ("initial states", network.HasLearnedInitialState ? "trained" : null);
        yield return ("layer normalization", network.HasLayerNormalization ? "yes" : null);
        yield return ("dropout", Fraction(network.Regularization.Dropout));
        yield return ("recurrent dropout", Fraction(network.Regularization.RecurrentDropout));
        yield return ("head dropout", Fraction(network.Regularization.HeadDropout));
        yield return ("pooling", PoolingText.Describe(network));
        yield return ("head", LayerText.DescribeHead(network));
        yield return ("normalization", network.Normalization.ToString().ToLowerInvariant());
        yield return ("output", network.Task switch
        {
            RecurrentTask.Forecast =>
                $"{ConsoleText.Count(network.Forecast.Targets, "target")}, {ConsoleText.Count(network.Forecast.Horizon, "step")} ahead",
            RecurrentTask.Encode => Text($"hidden state of {network.HeadInputSize} values"),
            RecurrentTask.Language => Text($"next token, one of {network.Classes}"),
            _ => Text($"{network.Classes} classes{(network.HasLogProbabilities ? ", log-probabilities" : "")}"),
        });
        yield return ("order of the outputs", network.ReversesOutput ? "last step first" : null);
        yield return ("output activation", network.OutputActivation == ActivationFunction.Identity ? null : $"{network.OutputActivation}");
        yield return ("bounds of the outputs", LayerText.DescribeBounds(network.Forecast));
        foreach (var property in Forecast(network.Forecast))
            yield return property;
    }

    private static IEnumerable<(string Name, string? Text)> Forecast(ForecastDescription forecast)
    {
        var offset = forecast.TransformOffset == 0 ? "" : Text($", offset {forecast.TransformOffset}");
        yield return ("target transform", forecast.Transform switch
        {
            TargetTransform.None => null,
            TargetTransform.SquareRoot => $"square root{offset}",
            var transform => $"{transform.ToString().ToLowerInvariant()}{offset}",
        });
        var season = (forecast.SeasonLength > 0 ? Text($", season length {forecast.SeasonLength}") : "")
            + (forecast.SeasonalCovariates.Count > 0 ? ", taken from the lags" : "");
        yield return ("residual baseline", forecast.ResidualBaseline switch
        {
            ResidualBaseline.None => null,
            ResidualBaseline.LastValue => $"last value{season}",
            ResidualBaseline.SeasonalNaive => $"seasonal naive{season}",
            ResidualBaseline.SeasonalDrift => $"seasonal drift{season}",
            var baseline => $"{baseline}{season}",
        });
        yield return ("target differences", forecast.HasDifferences ? "added to the features" : null);
        yield return ("quantiles", Names(forecast.Quantiles.Select(level => Text($"{level}"))));
        yield return ("positions of the targets among the features", Names(forecast.TargetFeatures.Select(feature => Text($"{feature + 1}"))));
        yield return ("number of future covariates", forecast.FutureCovariates > 0 ? Text($"{forecast.FutureCovariates}") : null);
        yield return ("future covariates normalized with the window of a feature", Names(forecast.LagFeatures.Index()
            .Where(lag => lag.Item is not null)
            .Select(lag => Text($"{lag.Index + 1} (feature {lag.Item + 1})"))));
    }

    private static IEnumerable<(string Name, string? Text)> Columns(ModelCard card)
    {
        yield return ("features", Names(card.FeatureNames));
        yield return ("targets", Names(card.TargetNames));
        yield return ("labels", Names(card.Labels));
        yield return ("tokens", card.Vocabulary?.TokenUnit.ToString().ToLowerInvariant());
        if (card.Columns is not { } columns)
            yield break;
        yield return ("categories", Names(columns.Categories.Select(category => category.Name)));
        yield return ("static columns", Names(columns.Static));
        yield return ("future covariate columns", Names(columns.FutureCovariates));
        yield return ("calendar", Names(columns.CalendarFields.Select(field => field.ToString().ToLowerInvariant())));
        yield return ("holidays", columns.Holidays is { } holidays ? Describe(holidays) : null);
        yield return ("seasons", columns.Seasons is { } seasons
            ? $"{Names(seasons.Periods.Select(period => Text($"{period}")))} rows, {ConsoleText.Count(seasons.Pairs, "pair")} of sine and cosine each"
                + (seasons.Step is { } step ? $", by times in steps of {step}" : ", by row numbers")
            : null);
        yield return ("lags", Names(columns.Lags.Select(lag => Text($"{lag}"))));
        yield return ("time column", columns.Time);
        yield return ("grid", columns.Grid is { } grid ? Describe(grid) : null);
        yield return ("series column", columns.Series);
        yield return ("sequence column", columns.Sequence);
        yield return ("label column", columns.Label);
        yield return ("split column", columns.Split);
        yield return ("group column", columns.Group);
        yield return ("test rows", card.Data?.Split is { TestFraction: > 0 } ? EvaluatedRows.DescribeTestRows(card) : null);
        yield return ("test stride", card.Data?.Split?.TestStride is { } stride ? Text($"{stride} rows") : null);
        yield return ("time steps per row", columns.StepsPerRow is { } steps ? Text($"{steps}") : null);
        yield return ("missing values", columns.ForwardFill ? "carried forward" : null);
    }

    private static IEnumerable<(string Name, string? Text)> Training(ModelCard card)
    {
        if (card.Data is { } data)
        {
            yield return ("training data", ConsoleText.Count(data.SequenceCount, "sequence") + (data.Source is { } source ? $" from {source}" : ""));
            yield return ("season length", data.SeasonLength is { } season ? Text($"{season} rows") : null);
            yield return ("last training time", data.TrainingSeries?.Select(series => series.LastTime).LastOrDefault());
        }

        if (card.Fit is { } fit)
        {
            var optimizer = Text($"{fit.Optimizer}, learning rate {fit.LearningRate}");
            var loss = Text($"final {fit.Loss} {fit.FinalLoss:g4}");
            var epochs = ConsoleText.Count(fit.Epochs, "epoch");
            yield return ("training", Text($"{epochs}, batch size {fit.BatchSize}, {optimizer}, seed {fit.Seed}, {loss}"));
            var options = FitSettings.All.Select(setting => setting.Text?.Invoke(fit)).OfType<string>();
            yield return ("training options", Names([.. options, .. TableFitSettings.Texts(fit)]));
            yield return ("best epoch", fit.BestEpoch is { } best ? Text($"{best}, validation loss {fit.ValidationLoss:g4}") : null);
        }
    }

    private static string Describe(HolidayCalendar holidays)
    {
        var lookup = new HolidayLookup(holidays);
        return $"{holidays.Country ?? ConsoleText.Count(holidays.Dates.Count, "date")}, "
            + Text($"known from {lookup.First:yyyy-MM-dd} to {lookup.Last:yyyy-MM-dd}");
    }

    private static string Describe(TimeGrid grid)
    {
        var holes = grid.Fill switch
        {
            GridFill.Refuse => "none",
            GridFill.Interpolate => "interpolated",
            GridFill.Carry => "carried forward",
            _ => "0",
        };
        return Text($"{grid.Frequency}, {grid.Aggregate.ToString().ToLowerInvariant()}, holes: {holes}")
            + (grid.TimeZone is { } zone ? $", local times of {zone}" : "");
    }

    private static string? Fraction(double fraction) => fraction == 0 ? null : Text($"{fraction}");

    private static string? Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? null : string.Join(", ", all.Take(MaxNames)) + (all.Count > MaxNames ? Text($", ... ({all.Count:N0} in total)") : "");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
