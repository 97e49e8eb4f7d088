using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>The input column of a language model: lines of text, or tokens as keys.</summary>
internal static class TokenColumn
{
    private const string Expected = "String, or Vector<Key> of tokens [time] (MapValueToKey creates keys from words)";

    /// <summary>Finds the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or contains neither text nor tokens.</exception>
    public static DataViewSchema.Column Find(string name, DataViewSchema schema)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
            throw Missing(name, schema.Where(other => !other.IsHidden).Select(other => other.Name), nameof(schema));
        return column.Type is TextDataViewType
            || (column.Type is VectorDataViewType { ItemType: KeyDataViewType } && ColumnDimensions.IsList(column.Type))
            ? column
            : throw Mismatch(name, $"{column.Type}", nameof(schema));
    }

    /// <summary>Whether the column contains text, according to a schema shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or contains neither text nor tokens.</exception>
    public static bool IsText(string name, SchemaShape schema)
    {
        if (!schema.Any(other => other.Name == name))
            throw Missing(name, schema.Select(other => other.Name), nameof(schema));
        var column = schema.First(other => other.Name == name);
        var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        if (column.ItemType is TextDataViewType && !isVector)
            return true;
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.IsKey && isVector ? false : throw Mismatch(name, isVector ? $"Vector<{item}>" : item, nameof(schema));
    }

    /// <summary>Reads a text column as the lines of one text.</summary>
    public static string ReadText(IDataView view, DataViewSchema.Column column, CancellationToken cancellation)
    {
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        var (lines, line) = (new List<string>(), default(ReadOnlyMemory<char>));
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            getter(ref line);
            lines.Add(line.ToString());
        }

        return string.Join('\n', lines).ReplaceLineEndings("\n");
    }

    /// <summary>Reads a column of key vectors as concatenated token IDs, counted from 0.</summary>
    /// <exception cref="SequenceDataException">A key is missing, or a row contradicts the type of the column.</exception>
    public static long[] ReadTokens(IDataView view, DataViewSchema.Column column, CancellationToken cancellation)
    {
        var item = ((VectorDataViewType)column.Type).ItemType;
        if (item.RawType != typeof(uint))
        {
            throw new ArgumentOutOfRangeException(
                nameof(column), $"Input column '{column.Name}' has keys of {item.RawType}, expected UInt32 keys, as created by MapValueToKey.");
        }

        using var cursor = view.GetRowCursor([column]);
        var reader = new CellReader<uint>(cursor, column, "Input column");
        var tokens = new List<long>();
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var key in reader.Read())
            {
                // Keys start at 1; 0 represents a missing value.
                tokens.Add(key > 0
                    ? key - 1L
                    : throw new SequenceDataException(
                        $"Input column '{column.Name}', row {cursor.Position}: a token is missing or is not one of the keys. "
                        + "Remove the row or complete it."));
            }
        }

        return [.. tokens];
    }

    private static ArgumentOutOfRangeException Missing(string name, IEnumerable<string> others, string parameter)
    {
        var names = string.Join(", ", others.Select(other => $"'{other}'"));
        return new ArgumentOutOfRangeException(
            parameter,
            $"Schema mismatch for input column '{name}': expected {Expected}, got no such column. "
            + $"The available columns are: {(names.Length == 0 ? "none" : names)}.");
    }

    private static ArgumentOutOfRangeException Mismatch(string name, string got, string parameter) =>
        new(parameter, $"Schema mismatch for input column '{name}': expected {Expected}, got {got}.");
}
