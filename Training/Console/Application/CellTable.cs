using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>A table with one row for each cell and right-aligned figures.</summary>
internal static class CellTable
{
    /// <summary>Creates a table without rows.</summary>
    /// <param name="headings">The headings of the figures, two lines each, so that the table fits into a terminal of 80 columns.</param>
    public static Table Create(params ReadOnlySpan<string> headings)
    {
        var table = new Table().Border(TableBorder.Horizontal);
        table.AddColumn(new TableColumn("\nCell").NoWrap().Padding(0, 0));
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(1, 0));
        return table;
    }

    /// <summary>Adds the row of a cell.</summary>
    public static void AddRow(this Table table, RecurrentCell cell, params FormattableString[] figures) =>
        table.AddRow([cell.DisplayName, .. figures.Select(FormattableString.Invariant)]);
}
