using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The table of results of the sine experiment.</summary>
internal static class SineTable
{
    /// <summary>Creates the table with one row for each result.</summary>
    public static Table Create(IEnumerable<SineResult> results)
    {
        var table = CellTable.Create(
            "\nGates", "\nStates", "Para-\nmeters", "\nTraining", "Final\nloss", "Unseen\nRMSE", "Torch/\nONNX", "ML.NET\nrows/s");
        foreach (var result in results)
        {
            table.AddRow(
                result.Cell,
                $"{result.Cell.GateCount}",
                $"{result.Cell.StateCount}",
                $"{result.ParameterCount:N0}",
                $"{result.TrainingTime.TotalSeconds:0.0} s",
                $"{result.FinalLoss:0.0e-0}",
                $"{result.UnseenError:0.0000}",
                $"{result.ParityError:0.0e-0}",
                $"{result.RowsPerSecond:N0}");
        }

        return table;
    }
}
