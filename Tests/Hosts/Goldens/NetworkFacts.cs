using System.Text.Json.Nodes;

namespace MlNetRecurrent.Hosts;

/// <summary>The requirements for inputs, from the model card of a file.</summary>
/// <param name="MinimumSteps">
/// The minimum number of time steps in a sequence, which the residual baseline, window normalization and differences require.
/// </param>
/// <param name="Horizon">The number of steps of the horizon, for which future covariates are required.</param>
/// <param name="IsPositive">Whether values must be positive, because the network takes their logarithms or square roots.</param>
/// <param name="Vocabulary">The vocabulary size; 0 for a network that reads values.</param>
internal sealed record NetworkFacts(int MinimumSteps, int Horizon, bool IsPositive, int Vocabulary)
{
    /// <summary>Reads the card of a file.</summary>
    public static NetworkFacts In(OnnxRuntimeHost host)
    {
        var network = JsonNode.Parse(host.Metadata["mlnet_recurrent"])!["network"]!;
        var season = (int?)network["season"] ?? 1;
        var isSeasonalKnown = network["seasonalKnown"] is JsonArray { Count: > 0 };
        var steps = (string?)network["base"] switch
        {
            "Seasonal" when !isSeasonalKnown => season,
            "Drift" when !isSeasonalKnown => season + 1,
            _ => 1,
        };
        if ((string?)network["normalization"] == "Window" || (bool?)network["differences"] == true)
            steps++;
        return new NetworkFacts(
            steps,
            (int?)network["horizon"] ?? 1,
            (string?)network["transform"] is "Log" or "Sqrt",
            (int?)network["embedding"]?["vocabulary"] ?? 0);
    }
}
