namespace MlNetRecurrent.Training;

/// <summary>Combines columns into one row-major array.</summary>
internal static class RowMajor
{
    /// <summary>Returns the values row by row, [rows, columns]. A single column is returned itself, not copied.</summary>
    /// <param name="count">The number of columns.</param>
    /// <param name="columns">The columns. They are needed one after another only.</param>
    public static float[] Interleave(int count, IEnumerable<float[]> columns)
    {
        float[] values = [];
        foreach (var (index, column) in columns.Index())
        {
            if (count == 1)
                return column;
            if (index == 0)
                values = new float[column.Length * count];
            for (var row = 0; row < column.Length; row++)
                values[(row * count) + index] = column[row];
        }

        return values;
    }
}
