using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>What every row of ours says to whoever asks for a column of it.</summary>
internal static class ActiveColumns
{
    /// <summary>Whether a column is one of the schema and was asked for.</summary>
    public static bool IsActive(DataViewSchema schema, DataViewSchema.Column column, bool[] active) =>
        column.Index < active.Length && column.Name == schema[column.Index].Name
            ? active[column.Index]
            : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' (index {column.Index}) is not one of this schema: take it from the schema of the row.");

    /// <summary>Refuses a column that nobody asked for when the row was made.</summary>
    public static void RequireActive(DataViewSchema schema, DataViewSchema.Column column, bool[] active)
    {
        if (!IsActive(schema, column, active))
            throw new InvalidOperationException($"Column '{column.Name}' is not active: ask for it when the cursor or row is made.");
    }

    /// <summary>A getter of the asked type, or an error that names the column.</summary>
    public static ValueGetter<TValue> Typed<TValue>(DataViewSchema.Column column, Delegate getter) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}: expected a getter of {column.Type.RawType}, got one of {typeof(TValue)}.");
}
