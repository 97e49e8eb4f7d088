using Google.Protobuf;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Exports networks as standard ONNX: IR version 8, opset 17, float32, with native RNN, LSTM and GRU nodes.</summary>
public static class OnnxExporter
{
    // The limit of the protobuf format of ONNX files, less room for the nodes and the card.
    internal const long MaxWeightBytes = int.MaxValue - (16L << 20);

    internal const long Opset = RecurrentGraphWriter.Opset;

    /// <summary>Exports a network and checks that the file's outputs match it.</summary>
    /// <param name="network">The network. Its training or evaluation mode is left unchanged.</param>
    /// <param name="card">What the model card states in addition to the network, or null for nothing.</param>
    /// <param name="options">The export options, or null for the defaults.</param>
    /// <returns>The file and its card.</returns>
    /// <exception cref="ExportException">
    /// The network is too large or contains a NaN or infinite weight, or the file's outputs do not match it.
    /// </exception>
    public static ExportedModel Export(RecurrentNetwork network, ModelCard? card = null, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new ExportOptions();
        CheckSize(network.Description);
        var weights = WeightLayout.Read(network);
        CheckFinite(network.Description, weights);
        card = (card ?? new ModelCard { Network = network.Description }) with { Network = network.Description };
        if (!options.Float16Weights)
            return WriteAndCheck(network, weights, card, options);
        using var rounded = Float16Weights.Round(network, weights);
        var error = ParityCheck.Compare(network, rounded, card.Window);
        return WriteAndCheck(
            rounded, WeightLayout.Read(rounded), card with { Precision = WeightPrecision.Float16, PrecisionError = error }, options);
    }

    /// <summary>Exports a network to a file, which is written only if its outputs match the network.</summary>
    /// <param name="network">The network. Its training or evaluation mode is left unchanged.</param>
    /// <param name="path">The path of the <c>.onnx</c> file.</param>
    /// <param name="card">What the model card states in addition to the network, or null for nothing.</param>
    /// <param name="options">The export options, or null for the defaults.</param>
    /// <returns>The file and its card.</returns>
    /// <exception cref="ExportException">
    /// The network is too large or contains a NaN or infinite weight, or the file's outputs do not match it.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public static ExportedModel Export(RecurrentNetwork network, string path, ModelCard? card = null, ExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var exported = Export(network, card, options);
        exported.Save(path);
        return exported;
    }

    /// <summary>Exports a TorchSharp module of your own and checks that the file's outputs match it.</summary>
    /// <param name="module">
    /// The module: a <see cref="RecurrentLayer"/>, <see cref="LastStep"/>, Linear, Embedding, LayerNorm, Dropout, Identity, ReLU, Tanh, Sigmoid,
    /// Softmax or GELU, a Sequential of these, or your own class that implements <see cref="IOnnxModule"/>. It is exported in evaluation mode,
    /// without dropout; its own mode is left unchanged.
    /// </param>
    /// <param name="exampleShape">
    /// The shape of an input that the module accepts: [batch, time, features], [batch, features], or, for an embedding of tokens, [batch, time]. The
    /// file accepts any batch size, and any number of time steps unless the module accepts only that of the example.
    /// </param>
    /// <param name="parityTolerance">
    /// The maximum difference allowed between the module and ONNX Runtime: absolute, or relative to the largest output if that exceeds 1. They are
    /// compared on random inputs of several batch sizes and lengths.
    /// </param>
    /// <returns>
    /// The file. Its <c>input</c> has the axes of the example, int64 for tokens; its <c>output</c> has those of the module's output.
    /// </returns>
    /// <exception cref="ExportException">
    /// A part of the module is not supported (the message lists all such parts), the module does not accept the example, or the file's outputs do not
    /// match the module.
    /// </exception>
    /// <exception cref="ArgumentException">The example shape has the wrong number of axes, or a size below 1.</exception>
    public static ExportedModel Export(nn.Module<Tensor, Tensor> module, long[] exampleShape, double parityTolerance = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(exampleShape);
        return ModuleExporter.Run(module, exampleShape, parityTolerance);
    }

    /// <summary>Exports an <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c> of TorchSharp and checks that the file's outputs match it.</summary>
    /// <param name="module">The module, of any number of layers and directions. Its own mode is left unchanged.</param>
    /// <param name="exampleShape">
    /// The shape of an input: [batch, time, features] if the module is batch-first, otherwise [time, batch, features]. The file accepts any batch
    /// size and any number of time steps.
    /// </param>
    /// <param name="parityTolerance">
    /// The maximum difference allowed between the module and ONNX Runtime: absolute, or relative to the largest output if that exceeds 1.
    /// </param>
    /// <returns>
    /// The file. Its <c>input</c> has the axes of the example; its <c>output</c> holds the hidden states at every step, with the axes in the same
    /// order.
    /// </returns>
    /// <exception cref="ExportException">The file's outputs do not match the module.</exception>
    /// <exception cref="ArgumentException">The module is of another type, or the example shape has the wrong number of axes.</exception>
    public static ExportedModel Export(nn.Module module, long[] exampleShape, double parityTolerance = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(exampleShape);
        using var output = new SequenceOutput(module);
        using var evaluation = new EvaluationMode(module);
        return ModuleExporter.Run(output, exampleShape, parityTolerance);
    }

    /// <summary>Exports a TorchSharp module of your own to a file, which is written only if its outputs match the module.</summary>
    /// <param name="module">The module; see <see cref="Export(nn.Module{Tensor, Tensor}, long[], double)"/> for the supported kinds.</param>
    /// <param name="exampleShape">The shape of an input: [batch, time, features], [batch, features], or, for tokens, [batch, time].</param>
    /// <param name="path">The path of the <c>.onnx</c> file.</param>
    /// <param name="parityTolerance">The maximum difference allowed between the module and ONNX Runtime.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ExportException">A part is not supported, or the file's outputs do not match the module; nothing is written.</exception>
    /// <exception cref="ArgumentException">The example shape has the wrong number of axes, or a size below 1.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public static ExportedModel Export(nn.Module<Tensor, Tensor> module, long[] exampleShape, string path, double parityTolerance = 1e-5)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var exported = Export(module, exampleShape, parityTolerance);
        exported.Save(path);
        return exported;
    }

    /// <summary>
    /// Exports an LSTM network with 8-bit weights. The file is about a quarter as large as with float32 weights and runs only in ONNX Runtime
    /// (operator <c>DynamicQuantizeLSTM</c>). It is written only if the loss of accuracy stays within a limit.
    /// </summary>
    /// <remarks>
    /// Inputs and hidden states are quantized by the range of the rows that one thread processes. An output therefore depends slightly on the other
    /// sequences of the batch, on ONNX Runtime's number of threads, and on whether the sequence is scored whole or step by step; the effect is about
    /// as large as the difference from the float32 output.
    /// </remarks>
    /// <param name="network">A network with LSTM layers only. Its training or evaluation mode is left unchanged.</param>
    /// <param name="calibration">
    /// Representative sequences with their targets. The difference is measured on all of them, one by one and in batches of 32; the larger one
    /// counts.
    /// </param>
    /// <param name="maxRootMeanSquareDifference">
    /// The maximum <see cref="Int8ExportResult.RootMeanSquareDifference"/> allowed, at least 0. For forecasts it is in standard deviations of the
    /// float32 outputs: 0.05 allows a difference of one twentieth of their spread. For probabilities it is absolute.
    /// </param>
    /// <param name="path">The path of the <c>.onnx</c> file.</param>
    /// <param name="card">What the model card states in addition to the network, or null for nothing.</param>
    /// <param name="options">The export options, or null for the defaults.</param>
    /// <returns>The file, its size and its accuracy.</returns>
    /// <exception cref="ExportException">
    /// A layer is not an LSTM, the difference exceeds the limit, or the float32 export fails; nothing is written.
    /// </exception>
    /// <exception cref="SequenceDataException">The sizes of the calibration data do not match the network.</exception>
    /// <exception cref="ArgumentException">
    /// The limit is negative or not finite, float16 weights are requested, or the network has no head.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public static Int8ExportResult ExportInt8(
        RecurrentNetwork network,
        SequenceData calibration,
        double maxRootMeanSquareDifference,
        string path,
        ModelCard? card = null,
        ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Int8Exporter.Run(network, calibration, maxRootMeanSquareDifference, path, card, options ?? new ExportOptions());
    }

    private static ExportedModel WriteAndCheck(RecurrentNetwork network, NetworkWeights weights, ModelCard card, ExportOptions options)
    {
        var graph = RecurrentGraphWriter.Write(network.Description, weights, options.IncludeOptionalInputs);
        if (options.Float16Weights)
            Float16Constants.Store(graph);
        card = card with { ParityError = ParityCheck.Run(network, Serialize(graph, card), card.Window, options) };
        return new ExportedModel(Serialize(graph, card), card);
    }

    /// <summary>Writes the bytes of a file.</summary>
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

    /// <summary>Rejects a network that is too large for an ONNX file.</summary>
    internal static void CheckSize(NetworkDescription network)
    {
        var bytes = network.ParameterCount * sizeof(float);
        if (bytes > MaxWeightBytes)
        {
            throw new ExportException(FormattableString.Invariant(
                $"The network has {network.ParameterCount:N0} parameters ({bytes:N0} bytes), but an ONNX file holds at most 2 GB: ")
                + "use fewer hidden units.");
        }
    }

    private static void CheckFinite(NetworkDescription network, NetworkWeights weights)
    {
        foreach (var entry in WeightList.GetEntries(network))
        {
            var values = entry.Values(weights).Span;
            if (TensorValues.FindNonFiniteIndex(values) is >= 0 and var index)
            {
                throw new ExportException(
                    $"Weight {entry.Name} is {values[index]} at index {index}: training diverged. Use a lower learning rate, or clip gradients.");
            }
        }
    }
}
