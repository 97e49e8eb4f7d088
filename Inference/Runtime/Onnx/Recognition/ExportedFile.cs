using Google.Protobuf;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// A file of this product, recognized for certain: nodes, inputs, outputs and constants are those that the writer writes for the network of the
/// card, and so are the names, types and shapes of the weights. Whatever values the weights have, the card says what such a file computes.
/// </summary>
internal sealed class ExportedFile
{
    private readonly NamedWeights _weights;

    private ExportedFile(ModelCard card, NamedWeights weights, bool optionalInputs)
    {
        Card = card;
        OptionalInputs = optionalInputs;
        _weights = weights;
    }

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card { get; }

    /// <summary>Whether lengths and initial states can be fed.</summary>
    public bool OptionalInputs { get; }

    /// <summary>The file, or null where another program wrote it, or somebody changed it since.</summary>
    /// <param name="model">The file.</param>
    /// <param name="card">Its card, or null where it has none.</param>
    public static ExportedFile? Recognize(ModelProto model, ModelCard? card)
    {
        if (card is null or { Precision: WeightPrecision.Int8 } || !UsesOwnOperators(model))
            return null;
        // The file holds as many values as the network has weights, so writing the graph of the network costs no more than the file did.
        if (NamedWeights.Find(model.Graph, card.Network) is not { } weights)
            return null;
        var optionalInputs = model.Graph.Input.Any(input => input.Name == OnnxNames.Lengths);
        var expected = Expected(card, weights, optionalInputs);
        // The weights of both are the same: what is compared is everything else.
        return expected.Equals(model.Graph) ? new ExportedFile(card, weights, optionalInputs) : null;
    }

    /// <summary>Copies the weights.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="RecurrentModelException">A weight is damaged, or holds a NaN or an infinity.</exception>
    public NetworkWeights ReadWeights(string name)
    {
        try
        {
            return _weights.Read();
        }
        catch (RecurrentModelException exception)
        {
            var fault = exception.Message.TrimEnd('.');
            throw new RecurrentModelException($"Model file '{name}' is damaged. {char.ToUpperInvariant(fault[0])}{fault[1..]}.", exception);
        }
    }

    private static GraphProto Expected(ModelCard card, NamedWeights weights, bool optionalInputs)
    {
        var graph = RecurrentGraphWriter.Write(card.Network, weights.Tensor, optionalInputs);
        if (card.Precision == WeightPrecision.Float16)
            Float16Constants.Store(graph, Halves);
        return graph;

        // A weight is stored as it is in the file, which may be as float16 already.
        ByteString? Halves(TensorProto constant) => weights.IsFloat16(constant.Name) switch
        {
            true => constant.RawData,
            false => null,
            null => Float16Constants.Exactly(constant),
        };
    }

    private static bool UsesOwnOperators(ModelProto model) => model.OpsetImport is [{ Domain: "", Version: RecurrentGraphWriter.Opset }];
}
