using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The table of the measured properties of each cell.</summary>
internal static class CompareTable
{
    /// <summary>Creates the table with one row for each cell.</summary>
    public static Table Create(IEnumerable<CellComparison> results)
    {
        var table = CellTable.Create(
            "\nGates", "\nStates", "Para-\nmeters", "Mult-\nadds", "\nTraining", "Peak\nMB", "Scored\nrows/s", "Memory\nreach");
        foreach (var result in results)
        {
            var network = result.Card.Network;
            table.AddRow(
                result.Cell,
                $"{result.Cell.GateCount}",
                $"{result.Cell.StateCount}",
                $"{network.ParameterCount:N0}",
                $"{network.MultiplyAddsPerStep:N0}",
                $"{result.TrainingTime.TotalSeconds:0.0} s",
                $"{result.TrainingMemoryBytes / 1e6:N0}",
                $"{result.RowsPerSecond:N0}",
                $"{result.ReachAfter.HalfLifeText}");
        }

        return table;
    }
}
