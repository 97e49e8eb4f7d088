using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes the normalization of future covariates that are lags of features: that of the features over the window.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network; it has lag features.</param>
/// <param name="sequences">The lengths of the sequences.</param>
/// <param name="covariates">The future covariates [batch, time + horizon, covariates], those of targets transformed.</param>
internal sealed class LagNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences, string covariates)
{
    private IReadOnlyList<int?> Features => network.Forecast.LagFeatures;

    /// <summary>Normalizes the lags.</summary>
    /// <param name="scaled">The future covariates [batch, time + horizon, covariates], normalized with the statistics of the training data.</param>
    /// <param name="window">The mean and standard deviation of each window [batch, 1, columns], in units of the scale of the features.</param>
    /// <returns>[batch, time + horizon, covariates]: the lags, and the other covariates as they are in <paramref name="scaled"/>.</returns>
    public string Normalize(string scaled, (string Mean, string StandardDeviation) window)
    {
        // The index of a covariate that is not a lag selects any feature; Where discards the result.
        var indices = graph.AddConstant("lag.features", [.. Features.Select(feature => (long)(feature ?? 0))], Features.Count);
        byte[] mask = [.. Features.Select(feature => (byte)(feature is null ? 0 : 1))];
        var centered = graph.AddNode("Sub", [covariates, graph.AddNode("Gather", [WeightNames.InputMean, indices])]);
        var asFeatures = graph.AddNode("Div", [centered, graph.AddNode("Gather", [WeightNames.InputStandardDeviation, indices])]);
        var normalized = graph.AddNode("Div",
            [graph.AddNode("Sub", [asFeatures, OfFeatures(window.Mean)]), OfFeatures(window.StandardDeviation)]);
        return graph.AddNode("Where", [graph.AddConstant("lag.among", DataType.Bool, mask, mask.Length), normalized, scaled]);

        string OfFeatures(string columns) => graph.AddNode("Gather", [columns, indices], null, OnnxGraph.CreateAttribute("axis", 2));
    }

    /// <summary>
    /// Writes NaN for a sequence with a covariate for which the transform of the targets is undefined, otherwise 0: [batch, 1, 1].
    /// </summary>
    /// <remarks>A value that is undefined is a NaN or an infinity, and subtracting it from itself gives a NaN.</remarks>
    public string WriteUndefinedMask()
    {
        long[] targets = [.. network.Forecast.TargetCovariates.Select(covariate => (long)covariate)];
        var indices = graph.AddConstant("lag.targets", targets, targets.Length);
        var values = graph.AddNode("Gather", [covariates, indices], null, OnnxGraph.CreateAttribute("axis", 2));
        var zeros = graph.AddNode("Sub", [values, values]);
        if (sequences.Lengths is not null)
            zeros = graph.AddNode("Where", [sequences.LayerStepMask, zeros, graph.Zero]);
        return graph.AddNode("ReduceSum", [zeros, graph.Shape(1, 2)]);
    }
}
