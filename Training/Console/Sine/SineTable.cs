using System.Globalization;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The three cells side by side.</summary>
internal static class SineTable
{
    /// <summary>One row for each result.</summary>
    public static Table Of(IEnumerable<SineResult> results)
    {
        // Two lines a heading and no upright lines: all of it stands in a terminal of 80 columns.
        var table = new Table().Border(TableBorder.Horizontal);
        table.AddColumn(new TableColumn("\nCell").NoWrap().Padding(0, 0));
        foreach (var heading in new[] { "\nGates", "\nStates", "Para-\nmeters", "\nTraining", "Final\nloss", "Unseen\nRMSE", "Torch/\nONNX", "ML.NET\nrows/s" })
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap().Padding(1, 0));
        foreach (var result in results)
        {
            table.AddRow(
                result.Cell.Title,
                Text($"{result.Cell.Gates}"),
                Text($"{result.Cell.States}"),
                Text($"{result.Parameters:N0}"),
                Text($"{result.TrainingTime.TotalSeconds:0.0} s"),
                Text($"{result.FinalLoss:0.0e-0}"),
                Text($"{result.UnseenError:0.0000}"),
                Text($"{result.Parity:0.0e-0}"),
                Text($"{result.RowsPerSecond:N0}"));
        }

        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
