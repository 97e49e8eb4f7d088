namespace MlNetRecurrent.Training;

/// <summary>The naive forecast that the answers of a network are added to.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="network">What the network is; it has a base.</param>
/// <param name="sequences">How long each sequence is.</param>
/// <param name="history">The targets' history [batch, time, targets], transformed.</param>
internal sealed class BaseNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences, string history)
{
    /// <summary>[batch, horizon, targets] or [batch, 1, targets] from the end of each sequence; [batch, time, targets] where every step is answered.</summary>
    public string Write()
    {
        var steps = BaseSteps.Of(network)!;
        var taken = At(graph.Constant("base.steps", steps.Taken, steps.Taken.Length));
        return steps.Shift is not { } shift
            ? taken
            : graph.Node("Add", [taken, graph.Node("Sub", [At(graph.Shape(shift.Plus)), At(graph.Shape(shift.Minus))])]);
    }

    // The history at places counted from the number of steps seen; the first step where there is none.
    private string At(string offsets)
    {
        if (network.AnswersEveryStep)
        {
            // Step p has seen p + 1 steps: [time] places, alike for every sequence.
            var seen = graph.Node("Add", [sequences.Steps, graph.Shape(1)]);
            return graph.Node("Gather", [history, Place(seen, offsets)], null, OnnxGraph.Attribute("axis", 1));
        }

        // [batch, 1] + [steps] -> [batch, steps, 1]
        var places = Place(graph.Node("Unsqueeze", [sequences.Counts, graph.Shape(1)]), offsets);
        return graph.Node("GatherND", [history, graph.Node("Unsqueeze", [places, graph.Shape(2)])], null, OnnxGraph.Attribute("batch_dims", 1));
    }

    private string Place(string seen, string offsets) => graph.Node("Max", [graph.Node("Add", [seen, offsets]), graph.Shape(0)]);
}
