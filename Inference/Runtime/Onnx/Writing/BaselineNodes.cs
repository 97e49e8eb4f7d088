namespace MlNetRecurrent.Onnx;

/// <summary>The naive forecast that the answers of a network are added to.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="network">What the network is; it has a base.</param>
/// <param name="sequences">How long each sequence is.</param>
/// <param name="history">The targets' history [batch, time, targets], transformed.</param>
/// <param name="season">The covariates known ahead that are the targets a season before, [batch, time + horizon, targets], transformed; or null.</param>
internal sealed class BaselineNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences, string history, string? season)
{
    /// <summary>[batch, horizon, targets] or [batch, 1, targets] from the end of each sequence; [batch, time, targets] where every step is answered.</summary>
    public string Write()
    {
        if (season is not null)
            return WriteSeasonalCovariates(season);
        var steps = BaselineSteps.Create(network)!;
        var taken = At(graph.AddConstant("base.steps", steps.Steps, steps.Steps.Length));
        return steps.Shift is not { } shift
            ? taken
            : graph.AddNode("Add", [taken, graph.AddNode("Sub", [At(graph.Shape(shift.Plus)), At(graph.Shape(shift.Minus))])]);
    }

    // The season stands at the steps of the horizon themselves.
    private string WriteSeasonalCovariates(string futureCovariates)
    {
        var ahead = graph.GatherSteps(futureCovariates, sequences.WriteStepIndices(graph.HorizonSteps(network.Forecast.Horizon)));
        if (network.Forecast.ResidualBaseline == ResidualBaseline.SeasonalNaive)
            return ahead;
        var last = sequences.WriteStepIndices(graph.Shape(-1));
        return graph.AddNode("Add", [ahead, graph.AddNode("Sub", [graph.GatherSteps(history, last), graph.GatherSteps(futureCovariates, last)])]);
    }

    // The history at places counted from the number of steps seen; the first step where there is none.
    private string At(string offsets)
    {
        if (network.HasOutputPerStep)
        {
            // Step p has seen p + 1 steps: [time] places, alike for every sequence.
            var seen = graph.AddNode("Add", [sequences.Steps, graph.Shape(1)]);
            var places = graph.AddNode("Max", [graph.AddNode("Add", [seen, offsets]), graph.Shape(0)]);
            return graph.AddNode("Gather", [history, places], null, OnnxGraph.CreateAttribute("axis", 1));
        }

        return graph.GatherSteps(history, sequences.WriteStepIndices(offsets));
    }
}
