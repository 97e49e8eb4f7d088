using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Compares the number of values in a row with the type of its column.</summary>
internal static class RowLength
{
    /// <summary>Returns why the values in a row contradict the type of their column, to follow the name of the row; null if they do not.</summary>
    /// <param name="type">The type of the column. ML.NET does not compare it with the arrays of objects.</param>
    /// <param name="length">The number of values in the row.</param>
    public static string? FindError(DataViewType type, int length) =>
        type is VectorDataViewType { Size: > 0 and var size } && size != length
            ? FormattableString.Invariant($"expected {size} values, because the type of the column is {type}, got {length}. ")
                + "Correct the row, or use a vector of unknown size, such as an array without [VectorType], for sequences of different lengths."
            : null;
}
