namespace MlNetRecurrent.Onnx;

/// <summary>The naive forecast that the answers of a network are added to.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="network">What the network is; it has a base.</param>
/// <param name="sequences">How long each sequence is.</param>
/// <param name="history">The targets' history [batch, time, targets], transformed.</param>
/// <param name="season">The covariates known ahead that are the targets a season before, [batch, time + horizon, targets], transformed; or null.</param>
internal sealed class BaseNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences, string history, string? season)
{
    /// <summary>[batch, horizon, targets] or [batch, 1, targets] from the end of each sequence; [batch, time, targets] where every step is answered.</summary>
    public string Write()
    {
        if (season is not null)
            return Ahead(season);
        var steps = BaseSteps.Of(network)!;
        var taken = At(graph.Constant("base.steps", steps.Taken, steps.Taken.Length));
        return steps.Shift is not { } shift
            ? taken
            : graph.Node("Add", [taken, graph.Node("Sub", [At(graph.Shape(shift.Plus)), At(graph.Shape(shift.Minus))])]);
    }

    // The season stands at the steps of the horizon themselves.
    private string Ahead(string known)
    {
        var ahead = graph.AtPlaces(known, sequences.Places(graph.HorizonSteps(network.Horizon)));
        if (network.Base == BaseForecast.Seasonal)
            return ahead;
        var last = sequences.Places(graph.Shape(-1));
        return graph.Node("Add", [ahead, graph.Node("Sub", [graph.AtPlaces(history, last), graph.AtPlaces(known, last)])]);
    }

    // The history at places counted from the number of steps seen; the first step where there is none.
    private string At(string offsets)
    {
        if (network.AnswersEveryStep)
        {
            // Step p has seen p + 1 steps: [time] places, alike for every sequence.
            var seen = graph.Node("Add", [sequences.Steps, graph.Shape(1)]);
            var places = graph.Node("Max", [graph.Node("Add", [seen, offsets]), graph.Shape(0)]);
            return graph.Node("Gather", [history, places], null, OnnxGraph.Attribute("axis", 1));
        }

        return graph.AtPlaces(history, sequences.Places(offsets));
    }
}
