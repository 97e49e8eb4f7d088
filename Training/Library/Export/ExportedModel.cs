using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>An exported network that was found to give the module's answers.</summary>
public sealed class ExportedModel
{
    private readonly byte[] _file;

    internal ExportedModel(byte[] file, ModelCard card)
    {
        _file = file;
        Card = card;
    }

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    public ReadOnlyMemory<byte> Bytes => _file;

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card { get; }

    /// <summary>The largest difference between the module and ONNX Runtime that the check saw.</summary>
    public double ParityError => Card.ParityError!.Value;

    /// <summary>The same network with another card, which keeps <see cref="ParityError"/>: what was checked is the network, not its card.</summary>
    internal ExportedModel With(ModelCard card)
    {
        card = card with { ParityError = Card.ParityError };
        var model = ModelProto.Parser.ParseFrom(_file);
        model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card).Value = card.ToJson();
        return new ExportedModel(model.ToByteArray(), card);
    }

    /// <summary>Puts the file in place, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what stood at the path stands there still.</exception>
    public void Save(string path) => AtomicFile.Write(path, _file);
}
