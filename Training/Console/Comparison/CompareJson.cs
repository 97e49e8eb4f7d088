using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The JSON output of <c>compare</c>.</summary>
internal static class CompareJson
{
    /// <summary>The values of the comparison by name.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="warnings">The warnings about the data.</param>
    /// <param name="file">Returns the model file of a cell; null if none was written.</param>
    public static Dictionary<string, object?> Create(
        TableComparison comparison, IReadOnlyList<string> warnings, Func<RecurrentCell, string?> file) => new()
        {
            ["cells"] = comparison.Cells.Select(result => Create(result, file(result.Cell))).ToList(),
            ["recommended"] = comparison.Recommended?.Name,
            ["recommendation"] = comparison.Text,
            ["warnings"] = warnings,
        };

    private static Dictionary<string, object?> Create(CellComparison result, string? file)
    {
        var (network, fit) = (result.Card.Network, result.Card.Fit!);
        var values = new Dictionary<string, object?>
        {
            ["cell"] = result.Cell.Name,
            ["gates"] = result.Cell.GateCount,
            ["states"] = result.Cell.StateCount,
            ["parameters"] = network.ParameterCount,
            ["multiplyAdds"] = network.MultiplyAddsPerStep,
            ["epochs"] = fit.Epochs,
            ["trainSeconds"] = Math.Round(result.TrainingTime.TotalSeconds, 3),
            ["trainMemoryBytes"] = result.TrainingMemoryBytes,
            ["rowsPerSecond"] = Math.Round(result.RowsPerSecond),
            ["memoryReach"] = Finite(result.ReachAfter.HalfLife),
            ["memoryReachBefore"] = Finite(result.ReachBefore.HalfLife),
            ["memoryReachIsWhole"] = result.ReachAfter.IsWholeSequence,
            ["memoryGradients"] = new Dictionary<string, object?>
            {
                ["before"] = Gradients(result.ReachBefore),
                ["after"] = Gradients(result.ReachAfter),
            },
            ["file"] = file,
        };
        EvaluationJson.AddScores(values, result.Evaluation);
        return values;
    }

    private static List<double?> Gradients(MemoryReach reach) => [.. reach.Gradients.Select(Finite)];

    // Standard JSON has no NaN.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
