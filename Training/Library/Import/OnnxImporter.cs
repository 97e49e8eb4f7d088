using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>
/// Reads ONNX files back into TorchSharp modules: ours, and any whose core is a stack of RNN, LSTM or GRU nodes, as PyTorch's
/// <c>torch.onnx.export</c> and tf2onnx (Keras) write them.
/// </summary>
public static class OnnxImporter
{
    /// <summary>Imports a file and checks the module against it in ONNX Runtime.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to import, or null for the defaults.</param>
    /// <exception cref="RecurrentModelException">
    /// The file is missing or damaged, computes what no network of this product does, or gives other answers than the module; the message names it.
    /// </exception>
    public static ImportedNetwork Import(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Import(OnnxFile.Open(path), options ?? new ImportOptions());
    }

    /// <summary>Imports the bytes of a file and checks the module against them in ONNX Runtime.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="options">How to import, or null for the defaults.</param>
    /// <exception cref="RecurrentModelException">
    /// The bytes are damaged, compute what no network of this product does, or give other answers than the module; the message names it.
    /// </exception>
    public static ImportedNetwork Import(byte[] file, string name = "model", ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Import(OnnxFile.Open(file, name), options ?? new ImportOptions());
    }

    private static ImportedNetwork Import(ParsedFile file, ImportOptions options)
    {
        var card = OnnxFile.TryReadCard(file.Model, file.Name);
        return ExportedFile.Recognize(file.Model, card) is { } own
            ? Own(own, own.ReadWeights(file.Name), TrustedModelFile.Create(file, options.AllowAnyGraph), options)
            : Foreign(file, card, options);
    }

    private static ImportedNetwork Own(ExportedFile own, NetworkWeights weights, TrustedModelFile file, ImportOptions options)
    {
        var network = WeightLayout.Build(own.Card.Network, weights);
        try
        {
            return new ImportedNetwork(network, own.Card, ExportedFileCheck.Run(own, network, file, options.ParityTolerance), []);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static ImportedNetwork Foreign(ParsedFile file, ModelCard? stored, ImportOptions options)
    {
        var graph = RecurrentGraphReader.Read(file.Model, file.Name);
        var admitted = TrustedModelFile.Create(file, options.AllowAnyGraph);
        var warnings = graph.Warnings.ToList();
        var card = ImportedCardBuilder.Create(stored, graph.Network, warnings);
        var network = WeightLayout.Build(card.Network, graph.Weights);
        try
        {
            var difference = ForeignFileCheck.Run(network, graph, admitted, options, warnings);
            return new ImportedNetwork(network, card, difference, warnings);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
