using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Exports networks as plain standard ONNX: IR 8, opset 17, float32, real RNN, LSTM and GRU nodes.</summary>
public static class OnnxExporter
{
    // The limit of the protobuf format that ONNX files are written in, less room for the nodes and the card.
    internal const long MaxWeightBytes = int.MaxValue - (16L << 20);

    internal const long Opset = RecurrentGraphWriter.Opset;

    /// <summary>Exports a network and checks the file against it.</summary>
    /// <param name="network">The network; it is left in the mode, training or evaluation, in which it was.</param>
    /// <param name="card">What the file shall say about itself beyond the network, or null for nothing.</param>
    /// <param name="options">How to export, or null for the defaults.</param>
    /// <exception cref="ExportException">The network is too large, holds a NaN or an infinity, or the file gives other answers than it.</exception>
    public static ExportedModel Export(RecurrentNetwork network, ModelCard? card = null, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new ExportOptions();
        CheckSize(network.Description);
        var weights = WeightLayout.Read(network);
        CheckFinite(network.Description, weights);
        card = (card ?? new ModelCard { Network = network.Description }) with { Network = network.Description };
        if (!options.Float16Weights)
            return Checked(network, weights, card, options);
        using var rounded = Float16Weights.Round(network, weights);
        var cost = ParityCheck.Compare(network, rounded, card.Window);
        return Checked(rounded, WeightLayout.Read(rounded), card with { Precision = WeightPrecision.Float16, PrecisionError = cost }, options);
    }

    /// <summary>Exports a network into a file, which is put in place once it is found to give the network's answers.</summary>
    /// <param name="network">The network; it is left in the mode, training or evaluation, in which it was.</param>
    /// <param name="path">The file.</param>
    /// <param name="card">What the file shall say about itself beyond the network, or null for nothing.</param>
    /// <param name="options">How to export, or null for the defaults.</param>
    /// <exception cref="ExportException">The network is too large, holds a NaN or an infinity, or the file gives other answers than it.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood at the path stands there still.</exception>
    public static ExportedModel Export(RecurrentNetwork network, string path, ModelCard? card = null, ExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var exported = Export(network, card, options);
        exported.Save(path);
        return exported;
    }

    /// <summary>Exports a user's own TorchSharp network and checks the file against it.</summary>
    /// <param name="module">
    /// The network: <see cref="RecurrentLayer"/>, Linear, Embedding, LayerNorm, Dropout, Identity, ReLU, Tanh, Sigmoid, Softmax and GELU, in
    /// Sequential, and modules of your own that implement <see cref="IOnnxModule"/>. It is left in the mode in which it was, and exported in
    /// evaluation mode: dropout does nothing.
    /// </param>
    /// <param name="exampleShape">
    /// The shape of an input that the network takes: [batch, time, features], [batch, features], or [batch, time] where an embedding reads
    /// tokens. Hosts may feed any batch size, and any number of time steps unless the module takes only the example's.
    /// </param>
    /// <param name="parityTolerance">
    /// The largest difference between the module and ONNX Runtime that is let through: absolute, or relative to the largest answer where that
    /// is above 1. They are compared on random inputs of several batch sizes and lengths.
    /// </param>
    /// <returns>The file: <c>input</c> as the example, int64 for tokens; <c>output</c> as the module gives it.</returns>
    /// <exception cref="ExportException">
    /// A part is not supported, each of which the message names; the module does not take the example; or the file gives other answers.
    /// </exception>
    /// <exception cref="ArgumentException">The shape has an axis too many or too few, or one below 1.</exception>
    public static ExportedModule Export(nn.Module<Tensor, Tensor> module, long[] exampleShape, double parityTolerance = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(exampleShape);
        return ModuleExporter.Run(module, exampleShape, parityTolerance);
    }

    /// <summary>Exports a user's own TorchSharp network into a file, which is put in place once it is found to give the module's answers.</summary>
    /// <param name="module">The network; see the other form for what it may be made of.</param>
    /// <param name="exampleShape">The shape of an input: [batch, time, features], [batch, features], or [batch, time] of tokens.</param>
    /// <param name="path">The file.</param>
    /// <param name="parityTolerance">The largest difference between the module and ONNX Runtime that is let through.</param>
    /// <exception cref="ExportException">A part is not supported, or the file gives other answers: nothing is written.</exception>
    /// <exception cref="ArgumentException">The shape has an axis too many or too few, or one below 1.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood at the path stands there still.</exception>
    public static ExportedModule Export(nn.Module<Tensor, Tensor> module, long[] exampleShape, string path, double parityTolerance = 1e-5)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var exported = Export(module, exampleShape, parityTolerance);
        exported.Save(path);
        return exported;
    }

    private static ExportedModel Checked(RecurrentNetwork network, NetworkWeights weights, ModelCard card, ExportOptions options)
    {
        var graph = RecurrentGraphWriter.Write(network.Description, weights, options.IncludeOptionalInputs);
        if (options.Float16Weights)
            Float16Constants.Store(graph);
        card = card with { ParityError = ParityCheck.Run(network, Serialize(graph, card), card.Window, options) };
        return new ExportedModel(Serialize(graph, card), card);
    }

    /// <summary>The bytes of a file.</summary>
    internal static byte[] Serialize(GraphProto graph, ModelCard? card)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            ProducerName = "MlNetRecurrent",
            ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3),
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        if (card is not null)
            model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return model.ToByteArray();
    }

    /// <summary>Refuses a network that no ONNX file can hold.</summary>
    internal static void CheckSize(NetworkDescription network)
    {
        var bytes = network.ParameterCount * sizeof(float);
        if (bytes > MaxWeightBytes)
            throw new ExportException(FormattableString.Invariant($"The network has {network.ParameterCount:N0} parameters, {bytes:N0} bytes: an ONNX file holds at most 2 GB. Use fewer hidden units."));
    }

    private static void CheckFinite(NetworkDescription network, NetworkWeights weights)
    {
        foreach (var entry in WeightList.Of(network))
        {
            var values = entry.Values(weights).Span;
            if (TensorValues.FirstNotFinite(values) is >= 0 and var place)
                throw new ExportException($"Weight {entry.Name} holds {values[place]} at {place}: the fit diverged. Use a lower learning rate, or clip gradients.");
        }
    }
}
