using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Checks of the columns requested from a row.</summary>
internal static class ActiveColumns
{
    /// <summary>Whether a column is active.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is not in the schema.</exception>
    public static bool IsActive(DataViewSchema schema, DataViewSchema.Column column, bool[] active) =>
        column.Index < active.Length && column.Name == schema[column.Index].Name
            ? active[column.Index]
            : throw new ArgumentOutOfRangeException(
                nameof(column), $"Column '{column.Name}' (index {column.Index}) is not in the schema of the row: use a column of that schema.");

    /// <summary>Throws if a column was not requested when the row was created.</summary>
    public static void RequireActive(DataViewSchema schema, DataViewSchema.Column column, bool[] active)
    {
        if (!IsActive(schema, column, active))
            throw new InvalidOperationException($"Column '{column.Name}' is not active: request it when the cursor or row is created.");
    }

    /// <summary>Casts a getter to the requested type.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static ValueGetter<TValue> CastGetter<TValue>(DataViewSchema.Column column, Delegate getter) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Column '{column.Name}' has type {column.Type}: expected a getter of {column.Type.RawType}, got one of {typeof(TValue)}.");
}
