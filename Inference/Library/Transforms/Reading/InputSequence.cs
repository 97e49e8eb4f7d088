using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Finds the column of sequences in a schema - values [time, features] or tokens [time] - and says what is wrong with it.</summary>
internal static class InputSequence
{
    /// <summary>The column of the name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or it is not of a type and size that the model reads.</exception>
    /// <exception cref="NotSupportedException">The model reads covariates known ahead too.</exception>
    public static DataViewSchema.Column Find(ModelCard card, string name, DataViewSchema inputSchema)
    {
        RequireSequenceAlone(card);
        if (inputSchema.GetColumnOrNull(name) is not { } column)
            throw Missing(card, name, inputSchema.Where(other => !other.IsHidden).Select(other => other.Name), nameof(inputSchema));
        var features = card.Network.Features;
        var fits = card.Network.Embedding is { } embedding
            ? (card.Vocabulary is not null && column.Type is TextDataViewType) || IsToken(ItemType(column.Type)) || (ItemType(column.Type) is KeyDataViewType key && key.Count <= (ulong)embedding.VocabularySize)
            : column.Type is VectorDataViewType vector
                ? vector.ItemType == NumberDataViewType.Single && vector.Size % features == 0
                : column.Type == NumberDataViewType.Single && features == 1;
        return fits ? column : throw Mismatch(card, name, $"{column.Type}", nameof(inputSchema));
    }

    /// <summary>The column of the name, as far as a shape tells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or it is not of a type that the model reads.</exception>
    /// <exception cref="NotSupportedException">The model reads covariates known ahead too.</exception>
    public static SchemaShape.Column Find(ModelCard card, string name, SchemaShape inputSchema)
    {
        RequireSequenceAlone(card);
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
        throw Mismatch(card, name, isVector ? $"Vector<{item}>" : item, nameof(inputSchema));
    }

    /// <summary>How many time steps every row has, or null where rows differ.</summary>
    public static int? GetTime(DataViewType type, int features) => type switch
    {
        VectorDataViewType { Size: 0 } => null,
        VectorDataViewType vector => vector.Size / features,
        TextDataViewType => null,
        _ => 1,
    };

    /// <summary>The type of a column's values.</summary>
    public static DataViewType ItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private static void RequireSequenceAlone(ModelCard card)
    {
        if (card.Network.Forecast.FutureCovariates > 0)
            throw new NotSupportedException($"The model also reads {card.Network.Forecast.FutureCovariates} covariates known ahead, which a column of sequences does not hold: score it with {nameof(RecurrentModel)}.{nameof(RecurrentModel.ScoreBatch)}.");
    }

    private static bool IsToken(DataViewType item) => item == NumberDataViewType.Int64 || item == NumberDataViewType.Int32;

    private static ArgumentOutOfRangeException Missing(ModelCard card, string name, IEnumerable<string> others, string parameter)
    {
        var known = string.Join(", ", others.Select(other => $"'{other}'"));
        return new ArgumentOutOfRangeException(parameter,
            $"Schema mismatch for input column '{name}': expected {Expected(card)}, got no such column. Name one of the columns: {(known.Length == 0 ? "there are none" : known)}.");
    }

    private static ArgumentOutOfRangeException Mismatch(ModelCard card, string name, string got, string parameter) => new(parameter,
        $"Schema mismatch for input column '{name}': expected {Expected(card)}, got {got}. {Advice(card)}");

    private static string Expected(ModelCard card)
    {
        var time = card.Window is { } window ? $"{window}" : "any";
        return card.Network.Embedding is { } embedding
            ? $"{(card.Vocabulary is null ? "" : "a text, or ")}tokens 0 to {embedding.VocabularySize - 1}, Vector<Int64> or Vector<Int32> of {time} [time], or of keys of at most {embedding.VocabularySize} values"
            : $"Vector<Single> of {time} x {card.Network.Features} [time, features]";
    }

    private static string Advice(ModelCard card)
    {
        if (card.Network.Embedding is not null)
            return "Conversion.ConvertType makes numbers Int64, Conversion.MapValueToKey makes texts keys.";
        var features = card.Network.Features;
        var size = features == 1 ? "one value per time step" : $"a size that is a multiple of {features}";
        return $"Give it {size}: Conversion.ConvertType makes numbers Single, Concatenate joins columns.";
    }
}
