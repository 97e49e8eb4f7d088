using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>
/// Imports ONNX files as TorchSharp networks: files exported by this library, and files with a stack of RNN, LSTM or GRU nodes as written by
/// PyTorch's <c>torch.onnx.export</c> and by tf2onnx (Keras).
/// </summary>
public static class OnnxImporter
{
    /// <summary>
    /// Imports a file, and compares the imported network with the file in ONNX Runtime. If ONNX Runtime cannot run a file from another program, a
    /// warning gives the reason.
    /// </summary>
    /// <param name="path">The path of the <c>.onnx</c> file.</param>
    /// <param name="options">The import options, or null for the defaults.</param>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, damaged or unsupported, or its outputs do not match those of the imported network; the message states the reason.
    /// </exception>
    /// <exception cref="ArgumentException">An option does not apply to the file; the message states what the file has.</exception>
    public static ImportedNetwork Import(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Import(OnnxFile.Open(path), options ?? new ImportOptions());
    }

    /// <summary>Imports the bytes of a file, with the same comparison as <see cref="Import(string, ImportOptions?)"/>.</summary>
    /// <param name="modelBytes">The bytes of the <c>.onnx</c> file.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="options">The import options, or null for the defaults.</param>
    /// <exception cref="RecurrentModelException">
    /// The file is damaged or unsupported, or its outputs do not match those of the imported network; the message states the reason.
    /// </exception>
    /// <exception cref="ArgumentException">An option does not apply to the file; the message states what the file has.</exception>
    public static ImportedNetwork Import(byte[] modelBytes, string name = "model", ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelBytes);
        return Import(OnnxFile.Open(modelBytes, name), options ?? new ImportOptions());
    }

    /// <summary>
    /// Imports a file and exports its network to another file. A model that is replaced is kept in the folder <c>NAME.history</c> next to its file.
    /// </summary>
    /// <param name="path">The path of the <c>.onnx</c> file.</param>
    /// <param name="outputPath">The path of the file to write; missing folders are created.</param>
    /// <param name="options">The import options, or null for the defaults.</param>
    /// <param name="export">The export options, or null for the defaults.</param>
    /// <param name="force">
    /// Whether to replace an existing file that is not a model, or whose <see cref="ModelSignature"/> differs. It is kept in the history, too.
    /// </param>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, damaged or unsupported, or its outputs do not match those of the imported network; the message states the reason.
    /// </exception>
    /// <exception cref="ExportException">The outputs of the exported file differ from those of the network.</exception>
    /// <exception cref="ArgumentException">
    /// An option does not apply to the file; or the existing file is not a model, or its <see cref="ModelSignature"/> differs.
    /// </exception>
    /// <exception cref="IOException">Another process is changing the output file, or it cannot be written; it is left unchanged.</exception>
    public static ImportedFile ImportToFile(
        string path, string outputPath, ImportOptions? options = null, ExportOptions? export = null, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(outputPath);
        return FileImport.Run(path, outputPath, options, export, force, "Set force to replace it anyway.");
    }

    private static ImportedNetwork Import(ParsedFile file, ImportOptions options)
    {
        LibTorchLibrary.EnsureLoaded();
        var card = OnnxFile.TryReadCard(file.Model, file.Name);
        return ExportedFile.Recognize(file.Model, card) is { } exported
            ? ImportExported(exported, exported.ReadWeights(file.Name), Trust(file, options), options)
            : ImportForeign(file, card, options);
    }

    private static TrustedModelFile Trust(ParsedFile file, ImportOptions options) =>
        TrustedModelFile.Create(file, options.AllowAnyGraph, options.AnyGraphRemedy);

    private static ImportedNetwork ImportExported(ExportedFile exported, NetworkWeights weights, TrustedModelFile file, ImportOptions options)
    {
        ExportedFileCheck.CheckOptions(exported, options);
        var card = ImportedCardBuilder.Complete(exported.Card, exported.Card.Network, sequence: null, options);
        var network = WeightLayout.Build(card.Network, weights);
        try
        {
            return new ImportedNetwork(network, card, ExportedFileCheck.Run(exported, network, file, options.ParityTolerance), []);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static ImportedNetwork ImportForeign(ParsedFile file, ModelCard? storedCard, ImportOptions options)
    {
        var graph = UnreadableFile.Read(file, options);
        var trusted = Trust(file, options);
        var warnings = graph.Warnings.ToList();
        var card = ImportedCardBuilder.Create(storedCard, graph.Network, warnings);
        var meaning = new ImportedMeaning(card.Network, graph.Weights, options);
        card = ImportedCardBuilder.Complete(
            card, meaning.Network, graph.Inputs.Single(input => input.Kind == InputKind.Sequence), options);
        var network = WeightLayout.Build(card.Network, meaning.Weights);
        try
        {
            var difference = new ForeignFileCheck(network, graph, meaning, trusted).Run(options.ParityTolerance, warnings);
            return new ImportedNetwork(network, card, difference, warnings);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
