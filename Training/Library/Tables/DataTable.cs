using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The requested columns of a table, with the line number of each row.</summary>
/// <param name="name">The name of the table in messages.</param>
/// <param name="lines">The line number of each row, counted from 1.</param>
/// <param name="columns">The columns by name.</param>
internal sealed class DataTable(string name, int[] lines, IReadOnlyDictionary<string, CellColumn> columns)
{
    /// <summary>The name of the table in messages.</summary>
    public string Name => name;

    /// <summary>The number of rows.</summary>
    public int Rows => lines.Length;

    /// <summary>The values of a number column; NaN for missing values.</summary>
    public double[] GetNumbers(string column) => ((NumberColumn)columns[column]).Values;

    /// <summary>The values of a text column.</summary>
    public TextColumn GetTexts(string column) => (TextColumn)columns[column];

    /// <summary>The values of a time column.</summary>
    public TimeColumn GetTimes(string column) => (TimeColumn)columns[column];

    /// <summary>The line number of a row, counted from 1.</summary>
    public int GetLine(int row) => lines[row];

    /// <summary>Describes the position of a row, for messages.</summary>
    public string DescribeLocation(int row) => string.Create(CultureInfo.InvariantCulture, $"{name}, line {lines[row]}");

    /// <summary>Describes the position of a cell, for messages.</summary>
    public string DescribeLocation(int row, string column) => $"{DescribeLocation(row)}, column '{column}'";
}
