using System.Text.Json.Nodes;

namespace MlNetRecurrent.Hosts;

/// <summary>What the model card of a file says of what it can be fed.</summary>
/// <param name="MinimumSteps">Time steps that a sequence needs for its naive forecast, and what it is made relative to, to stand on something.</param>
/// <param name="Horizon">Steps ahead of which covariates are known.</param>
/// <param name="IsPositive">Whether it takes logarithms or roots of what it is fed.</param>
/// <param name="Vocabulary">How many tokens there are; 0 where values are read.</param>
internal sealed record NetworkFacts(int MinimumSteps, int Horizon, bool IsPositive, int Vocabulary)
{
    /// <summary>Reads the card of a file.</summary>
    public static NetworkFacts In(OnnxRuntimeHost host)
    {
        var network = JsonNode.Parse(host.Metadata["mlnet_recurrent"])!["network"]!;
        var season = (int?)network["season"] ?? 1;
        var stands = network["seasonalKnown"] is JsonArray { Count: > 0 };
        var steps = (string?)network["base"] switch
        {
            "Seasonal" when !stands => season,
            "Drift" when !stands => season + 1,
            _ => 1,
        };
        if ((string?)network["normalization"] == "Window" || (bool?)network["differences"] == true)
            steps++;
        return new NetworkFacts(steps, (int?)network["horizon"] ?? 1, (string?)network["transform"] is "Log" or "Sqrt", (int?)network["embedding"]?["vocabulary"] ?? 0);
    }
}
