namespace MlNetRecurrent.Training;

/// <summary>Columns of numbers that become rows of features: the targets first.</summary>
internal sealed class FeatureMatrix
{
    private readonly int _targets;
    private readonly List<string> _names;
    private readonly List<float[]> _columns;

    public FeatureMatrix(IReadOnlyList<float[]> targets, IReadOnlyList<string> names)
    {
        _targets = targets.Count;
        _names = [.. names];
        _columns = [.. targets];
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds a column.</summary>
    public void Add(string name, float[] values)
    {
        _names.Add(name);
        _columns.Add(values);
    }

    /// <summary>Adds each target's change since the row before; 0 in the first row of a series.</summary>
    public void AddDifferences(IReadOnlyList<RowSegment> segments)
    {
        for (var target = 0; target < _targets; target++)
        {
            var values = _columns[target];
            var differences = new float[values.Length];
            foreach (var segment in segments)
            {
                for (var row = segment.Start + 1; row < segment.End; row++)
                    differences[row] = values[row] - values[row - 1];
            }

            Add($"{_names[target]} change", differences);
        }
    }

    /// <summary>[rows, columns].</summary>
    public float[] Interleave() => Interleave(_columns);

    /// <summary>[rows, columns] of columns.</summary>
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
