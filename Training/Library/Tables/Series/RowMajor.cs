namespace MlNetRecurrent.Training;

/// <summary>Combines columns into one row-major array.</summary>
internal static class RowMajor
{
    /// <summary>Returns the values row by row, [rows, columns]. A single column is returned itself, not copied.</summary>
    public static float[] Interleave(IReadOnlyList<float[]> columns)
    {
        if (columns.Count == 0)
            return [];
        if (columns.Count == 1)
            return columns[0];
        var rows = columns[0].Length;
        var values = new float[rows * columns.Count];
        for (var column = 0; column < columns.Count; column++)
        {
            for (var row = 0; row < rows; row++)
                values[(row * columns.Count) + column] = columns[column][row];
        }

        return values;
    }
}
