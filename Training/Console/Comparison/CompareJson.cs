using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A comparison for programs.</summary>
internal static class CompareJson
{
    /// <summary>The values by their names.</summary>
    public static Dictionary<string, object?> Of(IReadOnlyList<CellComparison> results, Recommendation recommendation) => new()
    {
        ["cells"] = results.Select(Of).ToList(),
        ["recommended"] = recommendation.Cell?.Name,
        ["recommendation"] = recommendation.Text,
    };

    private static Dictionary<string, object?> Of(CellComparison result)
    {
        var (network, fit) = (result.Card.Network, result.Card.Fit!);
        var values = new Dictionary<string, object?>
        {
            ["cell"] = result.Cell.Name,
            ["gates"] = result.Cell.Gates,
            ["states"] = result.Cell.States,
            ["parameters"] = network.Parameters,
            ["multiplyAdds"] = network.MultiplyAddsPerStep,
            ["epochs"] = fit.Epochs,
            ["trainSeconds"] = Math.Round(result.TrainingTime.TotalSeconds, 3),
            ["trainMemoryBytes"] = result.TrainingMemory,
            ["rowsPerSecond"] = Math.Round(result.RowsPerSecond),
            ["memoryReach"] = Finite(result.ReachAfter.HalfLife),
            ["memoryReachBefore"] = Finite(result.ReachBefore.HalfLife),
            ["memoryReachIsWhole"] = result.ReachAfter.IsWhole,
            ["memoryGradients"] = new Dictionary<string, object?> { ["before"] = Gradients(result.ReachBefore), ["after"] = Gradients(result.ReachAfter) },
            ["file"] = result.File,
        };
        EvaluationJson.AddScores(values, result.Evaluation);
        return values;
    }

    private static List<double?> Gradients(MemoryReach reach) => [.. reach.Gradients.Select(Finite)];

    // Standard JSON has no NaN.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
