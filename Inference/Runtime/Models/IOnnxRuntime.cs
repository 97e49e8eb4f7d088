using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>What <see cref="RecurrentModel"/> asks of ONNX Runtime, which this assembly does not reference. Thread-safe.</summary>
internal interface IOnnxRuntime
{
    /// <summary>Every option that ONNX Runtime cannot satisfy on this machine.</summary>
    IEnumerable<string> Faults(OnnxSessionOptions options);

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network that the model card describes.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime refuses the file or an option, or the file lacks the promised input or output.</exception>
    IScoringEngine Open(TrustedModelFile file, NetworkDescription network, RecurrentModelOptions options);
}
