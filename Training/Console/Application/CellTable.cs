using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Cells side by side: one row each, figures to the right.</summary>
internal static class CellTable
{
    /// <summary>A table without rows.</summary>
    /// <param name="headings">The headings of the figures, of two lines each: so all of it stands in a terminal of 80 columns.</param>
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
