using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>An exported network whose outputs in ONNX Runtime match those of the TorchSharp module.</summary>
public sealed class ExportedModel
{
    private readonly byte[] _file;

    internal ExportedModel(byte[] file, ModelCard card)
        : this(file, card.ParityError!.Value) => Card = card;

    internal ExportedModel(byte[] file, double parityError)
    {
        _file = file;
        ParityError = parityError;
    }

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    public ReadOnlyMemory<byte> Bytes => _file;

    /// <summary>The model card stored in the file; null for a TorchSharp module of your own, whose file has no card.</summary>
    public ModelCard? Card { get; }

    /// <summary>
    /// The parity error: the maximum difference between the outputs of the TorchSharp module and of the file in ONNX Runtime, absolute, or relative
    /// to the largest output if that exceeds 1. For an int8 file: the maximum difference between it and the float32 file on the calibration data.
    /// </summary>
    public double ParityError { get; }

    /// <summary>Returns the same network with another card. <see cref="ParityError"/> stays: the check covers the network, not its card.</summary>
    internal ExportedModel With(ModelCard card)
    {
        card = card with { ParityError = ParityError };
        var model = ModelProto.Parser.ParseFrom(_file);
        model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card).Value = card.ToJson();
        return new ExportedModel(model.ToByteArray(), card);
    }

    /// <summary>Writes the file atomically.</summary>
    /// <param name="path">The path of the <c>.onnx</c> file; missing folders are created, and an existing file is replaced.</param>
    /// <remarks>
    /// When the method has returned, the file is complete and stays so after a power loss, on file systems that honor <c>fsync</c>; until then the
    /// previous file is. A link is followed to its target. The file keeps the mode and, where permitted, the owner of the one that it replaces.
    /// </remarks>
    /// <exception cref="IOException">
    /// The path is not that of a regular file, the file cannot be written, or another process is changing it, such as one that retrains it; an
    /// existing file is left unchanged.
    /// </exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelWriter.Write(path, _file);
    }

    /// <summary>Writes the file, which this process has locked.</summary>
    internal void SaveLocked(ModelLock held) => ModelWriter.Write(held, _file);
}
