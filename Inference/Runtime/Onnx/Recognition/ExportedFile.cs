using Google.Protobuf;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// A file that MlNetRecurrent exported, recognized by comparison: its nodes, inputs, outputs and constants, and the names, types and shapes of its
/// weights are exactly those that the writer produces for the network of its card. The card therefore describes what the file computes, whatever
/// the values of the weights.
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

    /// <summary>The model card of the file.</summary>
    public ModelCard Card { get; }

    /// <summary>Whether the file has optional inputs for lengths and initial states.</summary>
    public bool OptionalInputs { get; }

    /// <summary>Recognizes a file; null if another program wrote it or it was changed after export.</summary>
    /// <param name="model">The file.</param>
    /// <param name="card">The model card of the file, or null if it has none.</param>
    public static ExportedFile? Recognize(ModelProto model, ModelCard? card)
    {
        if (card is null or { Precision: WeightPrecision.Int8 } || !UsesWriterOpset(model))
            return null;
        // The file holds all weights of the network, so writing the graph of the network needs no more memory than the file.
        if (NamedWeights.Find(model.Graph, card.Network) is not { } weights)
            return null;
        var optionalInputs = model.Graph.Input.Any(input => input.Name == OnnxNames.Lengths);
        var expected = WriteExpected(card, weights, optionalInputs);
        // Both graphs share the same weight values, so this compares everything else.
        return expected.Equals(model.Graph) ? new ExportedFile(card, weights, optionalInputs) : null;
    }

    /// <summary>Copies the weights.</summary>
    /// <param name="name">The name of the file in error messages.</param>
    /// <exception cref="RecurrentModelException">A weight is damaged, or contains a NaN or an infinity.</exception>
    public NetworkWeights ReadWeights(string name)
    {
        try
        {
            return _weights.Read();
        }
        catch (RecurrentModelException exception)
        {
            var error = exception.Message.TrimEnd('.');
            throw new RecurrentModelException($"Model file '{name}' is damaged. {char.ToUpperInvariant(error[0])}{error[1..]}.", exception);
        }
    }

    private static GraphProto WriteExpected(ModelCard card, NamedWeights weights, bool optionalInputs)
    {
        var graph = RecurrentGraphWriter.Write(card.Network, weights.Tensor, optionalInputs);
        if (card.Precision == WeightPrecision.Float16)
            Float16Constants.Store(graph, Halves);
        return graph;

        // A weight keeps the type that it has in the file, which may be float16.
        ByteString? Halves(TensorProto constant) => weights.IsFloat16(constant.Name) switch
        {
            true => constant.RawData,
            false => null,
            null => Float16Constants.Exactly(constant),
        };
    }

    private static bool UsesWriterOpset(ModelProto model) => model.OpsetImport is [{ Domain: "", Version: RecurrentGraphWriter.Opset }];
}
