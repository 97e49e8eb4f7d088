using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Finds the column of sequences [time, features] in a schema, and says what is wrong with it.</summary>
internal static class InputSequence
{
    /// <summary>Refuses a model whose input is token numbers: columns of them are not read yet.</summary>
    /// <exception cref="NotSupportedException">The network has an embedding.</exception>
    public static void RefuseTokens(ModelCard card, string modelFile)
    {
        if (card.Network.Embedding is { } embedding)
        {
            throw new NotSupportedException(
                $"Model file '{modelFile}' reads tokens (an embedding of {embedding.Vocabulary}): ML.NET columns of tokens are not supported. Use a model without an embedding, or run the file by ONNX Runtime.");
        }
    }

    /// <summary>The column of the name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or it is not of a type and size that the model reads.</exception>
    public static DataViewSchema.Column Find(ModelCard card, string name, DataViewSchema inputSchema)
    {
        if (inputSchema.GetColumnOrNull(name) is not { } column)
            throw Missing(card, name, inputSchema.Where(other => !other.IsHidden).Select(other => other.Name), nameof(inputSchema));
        var features = card.Network.Features;
        var fits = column.Type is VectorDataViewType vector
            ? vector.ItemType == NumberDataViewType.Single && vector.Size % features == 0
            : column.Type == NumberDataViewType.Single && features == 1;
        return fits ? column : throw Mismatch(card, name, $"{column.Type}", nameof(inputSchema));
    }

    /// <summary>The column of the name, as far as a shape tells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none, or it is not of a type that the model reads.</exception>
    public static SchemaShape.Column Find(ModelCard card, string name, SchemaShape inputSchema)
    {
        if (!inputSchema.Any(other => other.Name == name))
            throw Missing(card, name, inputSchema.Select(other => other.Name), nameof(inputSchema));
        var column = inputSchema.First(other => other.Name == name);
        var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        if (column.ItemType == NumberDataViewType.Single && !column.IsKey && (isVector || card.Network.Features == 1))
            return column;
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        throw Mismatch(card, name, isVector ? $"Vector<{item}>" : item, nameof(inputSchema));
    }

    /// <summary>How many time steps every row has, or null where rows differ.</summary>
    public static int? Time(DataViewType type, int features) => type switch
    {
        VectorDataViewType { Size: 0 } => null,
        VectorDataViewType vector => vector.Size / features,
        _ => 1,
    };

    private static ArgumentOutOfRangeException Missing(ModelCard card, string name, IEnumerable<string> others, string parameter)
    {
        var known = string.Join(", ", others.Select(other => $"'{other}'"));
        return new ArgumentOutOfRangeException(parameter,
            $"Schema mismatch for input column '{name}': expected {Expected(card)}, got no such column. Name one of the columns: {(known.Length == 0 ? "there are none" : known)}.");
    }

    private static ArgumentOutOfRangeException Mismatch(ModelCard card, string name, string got, string parameter)
    {
        var features = card.Network.Features;
        var size = features == 1 ? "one value per time step" : $"a size that is a multiple of {features}";
        return new ArgumentOutOfRangeException(parameter,
            $"Schema mismatch for input column '{name}': expected {Expected(card)}, got {got}. Give it {size}: Conversion.ConvertType makes numbers Single, Concatenate joins columns.");
    }

    private static string Expected(ModelCard card) =>
        $"Vector<Single> of {(card.Window is { } window ? $"{window}" : "any")} x {card.Network.Features} [time, features]";
}
