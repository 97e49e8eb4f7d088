using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Finds and checks the input column of a model: sequences of values [time, features] or of tokens [time].</summary>
internal static class InputSequence
{
    private const string FlattenAdvice = "Transpose the values; "
        + "if they are in the order [time, features] already, ml.Transforms.Concatenate makes a column of one dimension from them.";

    /// <summary>Finds the input column in a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or its type or size does not match the model.</exception>
    public static DataViewSchema.Column Find(ModelCard card, string name, DataViewSchema inputSchema)
    {
        if (inputSchema.GetColumnOrNull(name) is not { } column)
            throw Missing(card, name, inputSchema.Where(other => !other.IsHidden).Select(other => other.Name), nameof(inputSchema));
        var features = card.Network.Features;
        var fits = card.Network.Embedding is { } embedding
            ? (card.Vocabulary is not null && column.Type is TextDataViewType)
                || IsToken(GetItemType(column.Type))
                || (GetItemType(column.Type) is KeyDataViewType key && key.Count <= (ulong)embedding.VocabularySize)
            : column.Type is VectorDataViewType vector
                ? vector.ItemType == NumberDataViewType.Single && (vector.Dimensions.Length > 1 || vector.Size % features == 0)
                : column.Type == NumberDataViewType.Single && features == 1;
        if (!fits)
            throw Mismatch(card, name, $"{column.Type}", GetAdvice(card), nameof(inputSchema));
        return FindShapeError(card, column.Type) is { } error
            ? throw Mismatch(card, name, $"{column.Type}", error, nameof(inputSchema))
            : column;
    }

    /// <summary>Finds the input column in a schema shape, which does not state the sizes of vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or its type does not match the model.</exception>
    public static SchemaShape.Column Find(ModelCard card, string name, SchemaShape inputSchema)
    {
        if (!inputSchema.Any(other => other.Name == name))
            throw Missing(card, name, inputSchema.Select(other => other.Name), nameof(inputSchema));
        var column = inputSchema.First(other => other.Name == name);
        var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        var fits = card.Network.Embedding is not null
            ? column.IsKey || IsToken(column.ItemType) || (card.Vocabulary is not null && column.ItemType is TextDataViewType && !isVector)
            : column.ItemType == NumberDataViewType.Single && !column.IsKey && (isVector || card.Network.Features == 1);
        if (fits)
            return column;
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        throw Mismatch(card, name, isVector ? $"Vector<{item}>" : item, GetAdvice(card), nameof(inputSchema));
    }

    /// <summary>Returns the number of features that the dimensions of a column state; null if they do not, or if there is no column.</summary>
    public static int? FindFeatures(string name, DataViewSchema inputSchema) =>
        inputSchema.GetColumnOrNull(name) is { } column && ColumnDimensions.TryGetWidth(column.Type, out var features) ? features : null;

    /// <summary>Returns the number of time steps in every row, or null if it varies.</summary>
    public static int? GetTime(DataViewType type, int features) => type switch
    {
        VectorDataViewType { Size: 0 } => null,
        VectorDataViewType vector => vector.Size / features,
        TextDataViewType => null,
        _ => 1,
    };

    /// <summary>
    /// Returns the number of time steps in every row as the stock transformers that prepare an input column see it, or null if it varies: the one
    /// that maps keys to indices loses the size of the vector.
    /// </summary>
    public static int? GetKnownTime(DataViewType type, int features) => GetItemType(type) is KeyDataViewType ? null : GetTime(type, features);

    /// <summary>Returns the type of the values in a column.</summary>
    public static DataViewType GetItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private static bool IsToken(DataViewType item) => item == NumberDataViewType.Int64 || item == NumberDataViewType.Int32;

    private static ArgumentOutOfRangeException Missing(ModelCard card, string name, IEnumerable<string> others, string parameter) => new(
        parameter,
        $"Schema mismatch for input column '{name}': expected {DescribeExpected(card)}, got no such column. {ColumnNames.Describe(others)}");

    // The sizes of a column say more than their product: [4, 20] is not [20, 4].
    private static string? FindShapeError(ModelCard card, DataViewType type)
    {
        var (network, features) = (card.Network, card.Network.Features);
        if (network.Embedding is not null)
        {
            return ColumnDimensions.IsList(type)
                ? null
                : "A sequence of tokens has one dimension: only dimensions of size 1 may be added to it.";
        }

        if (!ColumnDimensions.TryGetWidth(type, out var width))
        {
            return "A sequence has the dimensions [time, features], with a known number of features: only dimensions of size 1 may precede them. "
                + FlattenAdvice;
        }

        if (width is not null && width != features)
            return $"The last dimension is the number of features in each time step, expected {features}. {FlattenAdvice}";
        if (network.Graph is { FixedSteps: { } steps })
        {
            return GetTime(type, features) is { } time && time != steps
                ? $"The file fixes the number of time steps to {steps}: provide exactly as many."
                : null;
        }

        return GetTime(type, features) < network.MinSteps
            ? $"The residual baseline of the model requires at least {network.MinSteps} time steps: provide a longer history."
            : null;
    }

    private static ArgumentOutOfRangeException Mismatch(ModelCard card, string name, string got, string advice, string parameter) => new(
        parameter,
        $"Schema mismatch for input column '{name}': expected {DescribeExpected(card)}, got {got}. {advice}");

    private static string DescribeExpected(ModelCard card)
    {
        var time = card.Window is { } window ? $"{window}" : "any";
        return card.Network.Embedding is { } embedding
            ? $"{(card.Vocabulary is null ? "" : "text, or ")}token IDs 0 to {embedding.VocabularySize - 1} "
                + $"as Vector<Int64> or Vector<Int32> of {time} [time], or as a vector of keys with at most {embedding.VocabularySize} values"
            : $"Vector<Single> of {time} x {card.Network.Features} [time, features]";
    }

    private static string GetAdvice(ModelCard card)
    {
        if (card.Network.Embedding is not null)
            return "ml.Transforms.Conversion.ConvertType converts numbers to Int64; ml.Transforms.Conversion.MapValueToKey maps text to keys.";
        var features = card.Network.Features;
        var size = features == 1 ? "one value per time step" : $"a vector whose size is a multiple of {features}";
        return $"Provide {size}: ml.Transforms.Conversion.ConvertType converts numbers to Single; ml.Transforms.Concatenate joins columns.";
    }
}
