using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>The interface of <see cref="RecurrentModel"/> to ONNX Runtime, which this assembly does not reference. Thread-safe.</summary>
internal interface IOnnxRuntime
{
    /// <summary>Finds the options that ONNX Runtime does not support on this machine.</summary>
    IEnumerable<string> FindErrors(OnnxSessionOptions options);

    /// <summary>Opens a file as an engine.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network that the model card describes.</param>
    /// <param name="options">The options of the model.</param>
    /// <exception cref="RecurrentModelException">
    /// ONNX Runtime rejects the file or an option, or the file lacks an input or output that its card describes.
    /// </exception>
    IScoringEngine Open(TrustedModelFile file, NetworkDescription network, RecurrentModelOptions options);

    /// <summary>Opens a file of another program as an engine, and runs it on small inputs to find the shapes of its outputs.</summary>
    /// <param name="file">The file.</param>
    /// <param name="roles">What its inputs and outputs are.</param>
    /// <param name="options">The options of the model.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime rejects the file or an option, or cannot run the graph.</exception>
    (IScoringEngine Engine, GraphDescription Graph) OpenGraph(TrustedModelFile file, GraphRoles roles, RecurrentModelOptions options);
}
