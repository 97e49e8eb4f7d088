using System.Text.Json;

namespace MlNetRecurrent;

/// <summary>
/// What a file says about itself, as one JSON text in the ONNX metadata under <c>mlnet_recurrent</c>. It holds no time stamps:
/// the same data, options and seed give the same bytes.
/// </summary>
public sealed record ModelCard
{
    /// <summary>The version of the card that this library writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the card's form.</summary>
    /// <value>Default: <see cref="CurrentVersion"/>.</value>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What the network is.</summary>
    public required NetworkDescription Network { get; init; }

    /// <summary>The time steps that the network was fitted on, or null where sequences differ. A host may feed any other number.</summary>
    public int? Window { get; init; }

    /// <summary>The names of the features, in order; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The names of the targets, in order; empty where they have none.</summary>
    public IReadOnlyList<string> TargetNames { get; init; } = [];

    /// <summary>The names of the classes, in the order of the probabilities; empty where there are none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The tokens of a language model; null for other tasks, and where tokens have no texts.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>The columns that sequences are made of, where they come from a table.</summary>
    public DataColumns? Columns { get; init; }

    /// <summary>What the network was fitted on.</summary>
    public DataSummary? Data { get; init; }

    /// <summary>How the network was fitted.</summary>
    public FitSummary? Fit { get; init; }

    /// <summary>Scores on data that the fit did not see, by name: <c>rmse</c>, <c>mae</c>, <c>accuracy</c> and so on.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The largest difference seen between the trained module and ONNX Runtime when the file was written.</summary>
    public double? ParityError { get; init; }

    /// <summary>
    /// How the weights are stored. An <see cref="WeightPrecision.Int8"/> file is no plain standard ONNX: ONNX Runtime alone runs it.
    /// </summary>
    /// <value>Default: <see cref="WeightPrecision.Float32"/>.</value>
    public WeightPrecision Precision { get; init; }

    /// <summary>
    /// What the smaller weights cost: the root mean square by which answers differ from those of the float32 weights. Forecasts: in standard
    /// deviations of the float32 answers, at the worst target; else absolute. Null where weights are float32.
    /// </summary>
    public double? PrecisionError { get; init; }

    /// <summary>The card as one JSON text.</summary>
    public string ToJson() => ModelCardJson.Write(this);

    /// <summary>Reads a card.</summary>
    /// <exception cref="RecurrentModelException">The text is no card, or one of a later version; or its network cannot be.</exception>
    public static ModelCard FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var card = ModelCardJson.Read(json) ?? throw new RecurrentModelException("The model card is empty.");
            if (card.Version is < 1 or > CurrentVersion)
            {
                throw new RecurrentModelException(
                    $"The model card has version {card.Version}; this library reads up to {CurrentVersion}: install a newer one.");
            }

            if (card.Window < 1)
                throw new RecurrentModelException($"The model card has a window of {card.Window}, expected at least 1.");
            card.Network.Validate();
            if (card.Vocabulary is { } vocabulary && vocabulary.Count != card.Network.Embedding?.VocabularySize)
            {
                throw new RecurrentModelException(
                    $"The model card has {vocabulary.Count} tokens in its vocabulary, but its network reads {card.Network.Embedding?.VocabularySize ?? 0}.");
            }

            return card;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new RecurrentModelException($"The model card cannot be read: {exception.Message}", exception);
        }
    }
}
