namespace MlNetRecurrent.Onnx;

/// <summary>
/// A file of this product, recognised for certain: the graph is, node for node and byte for byte, what the exporter writes for the network of the
/// card and the weights of the file. What such a file computes needs no following from node to node.
/// </summary>
/// <param name="Card">What the file says about itself.</param>
/// <param name="Weights">Its numbers.</param>
/// <param name="OptionalInputs">Whether lengths and initial states can be fed.</param>
internal sealed record OwnFile(ModelCard Card, NetworkWeights Weights, bool OptionalInputs)
{
    /// <summary>The file, or null where it is another one, or one that was changed since.</summary>
    /// <exception cref="RecurrentModelException">The card or a weight is damaged.</exception>
    public static OwnFile? Read(ModelProto model, string name)
    {
        if (OnnxFile.Card(model, name) is not { } card || card.Precision == WeightPrecision.Int8 || !MeansTheSameOperators(model))
            return null;
        try
        {
            if (NamedWeights.Find(model.Graph, card.Network) is not { } weights)
                return null;
            foreach (var optionalInputs in new[] { true, false })
            {
                var graph = RecurrentGraphWriter.Write(card.Network, weights, optionalInputs);
                if (card.Precision == WeightPrecision.Float16)
                    Float16Constants.Store(graph);
                if (graph.Equals(model.Graph))
                    return new OwnFile(card, weights, optionalInputs);
            }

            return null;
        }
        catch (RecurrentModelException exception)
        {
            var fault = exception.Message.TrimEnd('.');
            throw new RecurrentModelException($"Model file '{name}' is damaged. {char.ToUpperInvariant(fault[0])}{fault[1..]}.", exception);
        }
    }

    private static bool MeansTheSameOperators(ModelProto model) =>
        model.OpsetImport is [{ Domain: "", Version: RecurrentGraphWriter.Opset }];
}
