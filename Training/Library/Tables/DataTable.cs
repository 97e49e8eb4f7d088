using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Columns of a file that were asked for, and where their rows stand in it.</summary>
/// <param name="name">What errors call the file.</param>
/// <param name="lines">The line of each row in the file, from 1.</param>
/// <param name="columns">The columns by name.</param>
internal sealed class DataTable(string name, int[] lines, IReadOnlyDictionary<string, CellColumn> columns)
{
    /// <summary>What errors call the file.</summary>
    public string Name => name;

    /// <summary>How many rows there are.</summary>
    public int Rows => lines.Length;

    /// <summary>The numbers of a column; NaN where one is missing.</summary>
    public float[] GetNumbers(string column) => ((NumberColumn)columns[column]).Values;

    /// <summary>The texts of a column.</summary>
    public TextColumn GetTexts(string column) => (TextColumn)columns[column];

    /// <summary>The times of a column.</summary>
    public TimeColumn GetTimes(string column) => (TimeColumn)columns[column];

    /// <summary>Where a row stands, for messages.</summary>
    public string DescribePlace(int row) => string.Create(CultureInfo.InvariantCulture, $"{name}, line {lines[row]}");

    /// <summary>Where a cell stands, for messages.</summary>
    public string DescribePlace(int row, string column) => $"{DescribePlace(row)}, column '{column}'";
}
