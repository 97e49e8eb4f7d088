namespace MlNetRecurrent.Training;

/// <summary>A user's own network that was exported and found to give the module's answers.</summary>
public sealed class ExportedModule
{
    private readonly byte[] _file;

    internal ExportedModule(byte[] file, double parity)
    {
        _file = file;
        ParityError = parity;
    }

    /// <summary>The bytes of the <c>.onnx</c> file: input <c>input</c>, output <c>output</c>.</summary>
    public ReadOnlyMemory<byte> Bytes => _file;

    /// <summary>The largest difference between the module and ONNX Runtime that the check saw.</summary>
    public double ParityError { get; }

    /// <summary>Puts the file in place, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; what stood at the path stands there still.</exception>
    public void Save(string path) => AtomicFile.Write(path, _file);
}
