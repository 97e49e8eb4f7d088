using System.Collections;

namespace MlNetRecurrent.Training;

/// <summary>The line number of each row. Successive lines are stored as one run, so that most tables need no memory for them.</summary>
internal sealed class LineNumbers : IReadOnlyList<int>
{
    private readonly List<(int Row, int Line)> _runs = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var run = RunSearch.Find(_runs, index, static run => run.Row);
            return run.Line + index - run.Row;
        }
    }

    /// <summary>Creates the numbers of the rows of a source without lines, from 1.</summary>
    public static LineNumbers CreateRows(int count)
    {
        var numbers = new LineNumbers { Count = count };
        if (count > 0)
            numbers._runs.Add((0, 1));
        return numbers;
    }

    /// <summary>Adds the line number of the next row.</summary>
    public void Add(int line)
    {
        if (_runs.Count == 0 || _runs[^1].Line + Count - _runs[^1].Row != line)
            _runs.Add((Count, line));
        Count++;
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
