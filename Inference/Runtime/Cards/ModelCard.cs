using System.Globalization;
using System.Text.Json;

namespace MlNetRecurrent;

/// <summary>
/// The description of a model that its file contains, stored as JSON in the ONNX metadata entry <c>mlnet_recurrent</c>. It has no time stamps: the
/// same data, options and seed produce the same bytes.
/// </summary>
public sealed record ModelCard
{
    /// <summary>The card version that this library writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the card format.</summary>
    /// <value>Default: <see cref="CurrentVersion"/>.</value>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The architecture of the network.</summary>
    public required NetworkDescription Network { get; init; }

    /// <summary>The number of time steps in each training sequence; null if they vary. The model also accepts other lengths.</summary>
    public int? Window { get; init; }

    /// <summary>
    /// The minimum number of time steps of a training sequence: windows at the start of a series have as many steps as there are rows, and at least
    /// this many. Null if every training sequence has <see cref="Window"/> steps, or if they vary without a window.
    /// </summary>
    public int? MinWindow { get; init; }

    /// <summary>The names of the features, in order; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The names of the targets, in order; empty if they have none.</summary>
    public IReadOnlyList<string> TargetNames { get; init; } = [];

    /// <summary>The names of the classes, in the order of the probabilities; empty if there are none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The vocabulary of a language model; null for other tasks, and for token IDs without texts.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>
    /// The table columns that form the sequences; null if the data was not a table. If a trainer of an ML.NET pipeline fitted a model with future
    /// covariates or categories, they are all that it contains.
    /// </summary>
    public DataColumns? Columns { get; init; }

    /// <summary>The training data; null if not recorded.</summary>
    public DataSummary? Data { get; init; }

    /// <summary>The training settings and result; null if not recorded.</summary>
    public FitSummary? Fit { get; init; }

    /// <summary>The metrics on held-out data by name, such as <c>rmse</c>, <c>mae</c> or <c>accuracy</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// The parity error, measured in ONNX Runtime at export: the maximum difference between the outputs of the exported file and of the trained
    /// network or, for an int8 file, of the float32 file. Null if not recorded.
    /// </summary>
    public double? ParityError { get; init; }

    /// <summary>
    /// The data type of the stored weights. A <see cref="WeightPrecision.Int8"/> file is not standard ONNX: only ONNX Runtime runs it.
    /// </summary>
    /// <value>Default: <see cref="WeightPrecision.Float32"/>.</value>
    public WeightPrecision Precision { get; init; }

    /// <summary>
    /// The root-mean-square error of the outputs against those of the float32 weights. For forecasts, it is that of the worst target, in standard
    /// deviations of the float32 outputs; for other tasks, it is absolute. Null for float32 weights.
    /// </summary>
    public double? PrecisionError { get; init; }

    /// <summary>The columns, if a whole table was the data; null otherwise.</summary>
    internal DataColumns? TableColumns => Columns is { } columns && (columns.Targets.Count > 0 || columns.Label is not null) ? columns : null;

    /// <summary>Returns the card as JSON.</summary>
    public string ToJson() => ModelCardJson.Write(this);

    /// <summary>Reads a card from JSON.</summary>
    /// <param name="json">The card as JSON, as <see cref="ToJson"/> returns it and the metadata entry of a model file contains it.</param>
    /// <exception cref="RecurrentModelException">The text is not a card, is a card of a later version, or its network is invalid.</exception>
    public static ModelCard FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var card = ModelCardJson.Read(json) ?? throw new RecurrentModelException("The model card is empty.");
            if (card.Version is < 1 or > CurrentVersion)
            {
                throw new RecurrentModelException(
                    $"The model card has version {card.Version}, but this library supports versions up to {CurrentVersion}: upgrade the library.");
            }

            if (card.Window < 1)
                throw new RecurrentModelException($"The model card has a window of {card.Window}, expected at least 1.");
            if (card.MinWindow is { } minimum && !(minimum >= 1 && minimum <= card.Window))
            {
                throw new RecurrentModelException(
                    $"The model card has a minimum window of {minimum}, expected 1 to the window, "
                    + $"{card.Window?.ToString(CultureInfo.InvariantCulture) ?? "none"}.");
            }

            card.Network.Validate();
            if (card.Columns is { } columns)
                TimeCardChecks.Check(columns);
            if (card.Vocabulary is { } vocabulary && vocabulary.Count != card.Network.Embedding?.VocabularySize)
            {
                throw new RecurrentModelException(
                    $"The vocabulary of the model card has {vocabulary.Count} tokens, "
                    + $"but the embedding of its network has {card.Network.Embedding?.VocabularySize ?? 0}.");
            }

            CheckCategories(card);
            return card;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new RecurrentModelException($"The model card cannot be read: {exception.Message}", exception);
        }
    }

    // The columns of a card name either all categories of its network or none, as those of an imported file may.
    private static void CheckCategories(ModelCard card)
    {
        var (columns, categories) = (card.Columns?.Categories ?? [], card.Network.Categories);
        if (columns.Count > 0 && columns.Count != categories.Count)
        {
            throw new RecurrentModelException(
                $"The columns of the model card have {columns.Count} categories, but its network has {categories.Count}.");
        }

        foreach (var (column, category) in columns.Zip(categories).Where(pair => pair.First.Values.Count != pair.Second.Count))
        {
            throw new RecurrentModelException(
                $"Category '{column.Name}' of the model card has {column.Values.Count} values, but that of its network has {category.Count}.");
        }
    }
}
