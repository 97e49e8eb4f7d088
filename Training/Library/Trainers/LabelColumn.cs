using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>The label column of a task: its type and the names of its classes.</summary>
internal static class LabelColumn
{
    private const string KeyValues = "KeyValues";

    /// <summary>Finds the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or its type does not match the task.</exception>
    public static DataViewSchema.Column Find(RecurrentTask task, string name, DataViewSchema schema)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
            throw Missing(task, name, nameof(schema), schema.Where(other => !other.IsHidden).Select(other => other.Name));
        var item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        var hasUnknownSize = column.Type is VectorDataViewType { Size: 0 };
        return Matches(task, column.Type is VectorDataViewType, item is KeyDataViewType, item == NumberDataViewType.Single)
            && !(task == RecurrentTask.Forecast && hasUnknownSize)
            ? column
            : throw Mismatch(task, name, nameof(schema), $"{column.Type}");
    }

    /// <summary>Finds the column in a schema shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or its type does not match the task.</exception>
    public static SchemaShape.Column Find(RecurrentTask task, string name, SchemaShape schema)
    {
        if (!schema.Any(other => other.Name == name))
            throw Missing(task, name, nameof(schema), schema.Select(other => other.Name));
        var column = schema.First(other => other.Name == name);
        var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        var hasUnknownSize = column.Kind == SchemaShape.Column.VectorKind.VariableVector;
        return Matches(task, isVector, column.IsKey, column.ItemType == NumberDataViewType.Single)
            && !(task == RecurrentTask.Forecast && hasUnknownSize)
            ? column
            : throw Mismatch(task, name, nameof(schema), isVector ? $"Vector<{item}>" : item);
    }

    /// <summary>Returns the names of the key values, in order; numbers from 1 if they have none.</summary>
    public static IReadOnlyList<string> GetNames(DataViewSchema.Column column)
    {
        var key = (KeyDataViewType)(column.Type is VectorDataViewType vector ? vector.ItemType : column.Type);
        if (column.Annotations.Schema.GetColumnOrNull(KeyValues) is not { } names)
            return [.. Enumerable.Range(1, checked((int)key.Count)).Select(number => FormattableString.Invariant($"{number}"))];
        return ((VectorDataViewType)names.Type).ItemType.RawType switch
        {
            var type when type == typeof(ReadOnlyMemory<char>) => Values<ReadOnlyMemory<char>>(column),
            var type when type == typeof(float) => Values<float>(column),
            var type when type == typeof(double) => Values<double>(column),
            var type when type == typeof(int) => Values<int>(column),
            var type when type == typeof(uint) => Values<uint>(column),
            var type when type == typeof(long) => Values<long>(column),
            var type when type == typeof(ulong) => Values<ulong>(column),
            var type when type == typeof(bool) => Values<bool>(column),
            var type => throw new ArgumentOutOfRangeException(
                nameof(column), $"Label column '{column.Name}' has keys of {type}, expected keys of text or numbers: use MapValueToKey."),
        };
    }

    private static string[] Values<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(value => FormattableString.Invariant($"{value}"))];
    }

    private static bool Matches(RecurrentTask task, bool isVector, bool isKey, bool isSingle) => task switch
    {
        RecurrentTask.Forecast => isSingle && !isKey,
        RecurrentTask.Classify => isKey && !isVector,
        _ => isKey && isVector,
    };

    private static string Expected(RecurrentTask task) => task switch
    {
        RecurrentTask.Forecast => "Single, or Vector<Single> of [horizon, targets] (ConvertType creates them from other numbers)",
        RecurrentTask.Classify => "a key (MapValueToKey creates one from text or numbers)",
        _ => "a vector of keys, one for each time step (MapValueToKey creates one from a vector of text or numbers)",
    };

    private static ArgumentOutOfRangeException Missing(RecurrentTask task, string name, string parameter, IEnumerable<string> others)
    {
        var names = string.Join(", ", others.Select(other => $"'{other}'"));
        return new ArgumentOutOfRangeException(
            parameter,
            $"Schema mismatch for label column '{name}': expected {Expected(task)}, got no such column. "
            + $"The available columns are: {(names.Length == 0 ? "none" : names)}.");
    }

    private static ArgumentOutOfRangeException Mismatch(RecurrentTask task, string name, string parameter, string got) =>
        new(parameter, $"Schema mismatch for label column '{name}': expected {Expected(task)}, got {got}.");
}
