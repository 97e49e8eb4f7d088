using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The three cells of the sine job side by side.</summary>
internal static class SineTable
{
    /// <summary>One row for each result.</summary>
    public static Table Of(IEnumerable<SineResult> results)
    {
        var table = CellTable.Create("\nGates", "\nStates", "Para-\nmeters", "\nTraining", "Final\nloss", "Unseen\nRMSE", "Torch/\nONNX", "ML.NET\nrows/s");
        foreach (var result in results)
        {
            table.Add(
                result.Cell,
                $"{result.Cell.Gates}",
                $"{result.Cell.States}",
                $"{result.Parameters:N0}",
                $"{result.TrainingTime.TotalSeconds:0.0} s",
                $"{result.FinalLoss:0.0e-0}",
                $"{result.UnseenError:0.0000}",
                $"{result.Parity:0.0e-0}",
                $"{result.RowsPerSecond:N0}");
        }

        return table;
    }
}
