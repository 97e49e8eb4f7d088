using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>What the dimensions of a column say about the array in each of its rows, such as a sequence [time, features].</summary>
internal static class ColumnDimensions
{
    /// <summary>Returns the size of the last of two axes, such as the features of [time, features].</summary>
    /// <param name="type">The type of the column. Axes of size 1 before the last two, such as a batch of one sequence, are ignored.</param>
    /// <param name="width">The size of the last axis, or null if the column has at most one dimension and so does not state it.</param>
    /// <returns>Whether the column has at most two axes, the last of which has a known size.</returns>
    public static bool TryGetWidth(DataViewType type, out int? width)
    {
        width = null;
        if (type is not VectorDataViewType { Dimensions.Length: > 1 } vector)
            return true;
        var last = vector.Dimensions[^1];
        if (last == 0 || vector.Dimensions[..^2].Any(size => size != 1))
            return false;
        width = last;
        return true;
    }

    /// <summary>Whether a column has at most one axis of a size other than 1, such as [time] or [1, time].</summary>
    public static bool IsList(DataViewType type) =>
        type is not VectorDataViewType vector || vector.Dimensions.Count(size => size != 1) <= 1;
}
