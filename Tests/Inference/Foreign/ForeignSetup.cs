namespace MlNetRecurrent.Inference.Tests;

/// <summary>What a user has to say about a file of another program, where its graph leaves it open.</summary>
internal static class ForeignSetup
{
    /// <summary>The files with If or Loop nodes, which the guard cannot bound.</summary>
    public static bool HasSubgraph(string name) => name is "silero16k" or "water_gru";

    /// <summary>Returns the options for a file.</summary>
    public static RecurrentModelOptions GetOptions(string name) => new()
    {
        AllowAnyGraph = HasSubgraph(name),
        OutputNames = name == "two_heads" ? ["policy", "value"] : [],
        InputValues = name == "silero16k"
            ? new Dictionary<string, IReadOnlyList<double>> { ["sr"] = [16_000] }
            : new RecurrentModelOptions().InputValues,
    };

    /// <summary>The number of time steps to try a graph with that accepts any.</summary>
    public static int GetSteps(string name) => name == "silero16k" ? 576 : 9;
}
