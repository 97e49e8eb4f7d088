namespace MlNetRecurrent.Onnx;

/// <summary>Writes the residual baseline to which the outputs of a network are added.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network; it has a residual baseline.</param>
/// <param name="sequences">The lengths of the sequences.</param>
/// <param name="history">The targets' history [batch, time, targets], transformed.</param>
/// <param name="season">
/// The future covariates that hold the targets of one season earlier [batch, time + horizon, targets], transformed; or null.
/// </param>
internal sealed class BaselineNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences, string history, string? season)
{
    /// <summary>Writes the baseline.</summary>
    /// <returns>
    /// [batch, horizon, targets] or [batch, 1, targets] after the end of each sequence; [batch, time, targets] with one output per time step.
    /// </returns>
    public string Write()
    {
        if (season is not null)
            return WriteSeasonalCovariates(season);
        var steps = BaselineSteps.Create(network)!;
        var values = At(graph.AddConstant("base.steps", steps.Steps, steps.Steps.Length));
        return steps.Shift is not { } shift
            ? values
            : graph.AddNode("Add", [values, graph.AddNode("Sub", [At(graph.Shape(shift.Plus)), At(graph.Shape(shift.Minus))])]);
    }

    // The seasonal values are at the steps of the horizon.
    private string WriteSeasonalCovariates(string futureCovariates)
    {
        var horizon = graph.GatherSteps(futureCovariates, sequences.WriteStepIndices(graph.HorizonSteps(network.Forecast.Horizon)));
        if (network.Forecast.ResidualBaseline == ResidualBaseline.SeasonalNaive)
            return horizon;
        var last = sequences.WriteStepIndices(graph.Shape(-1));
        var drift = graph.AddNode("Sub", [graph.GatherSteps(history, last), graph.GatherSteps(futureCovariates, last)]);
        return graph.AddNode("Add", [horizon, drift]);
    }

    // The history at offsets from the number of steps so far, clamped to the first step.
    private string At(string offsets)
    {
        if (network.HasOutputPerStep)
        {
            // At step p there are p + 1 steps so far: indices [time], the same for every sequence.
            var counts = graph.AddNode("Add", [sequences.Steps, graph.Shape(1)]);
            var indices = graph.AddNode("Max", [graph.AddNode("Add", [counts, offsets]), graph.Shape(0)]);
            return graph.AddNode("Gather", [history, indices], null, OnnxGraph.CreateAttribute("axis", 1));
        }

        return graph.GatherSteps(history, sequences.WriteStepIndices(offsets));
    }
}
