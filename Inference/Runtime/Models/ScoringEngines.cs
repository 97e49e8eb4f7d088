using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>The engines that are available in addition to the managed engine.</summary>
internal static class ScoringEngines
{
    private static IOnnxRuntime? _onnxRuntime;

    /// <summary>ONNX Runtime; null until <c>OnnxRuntimeEngine.Register()</c> of MlNetRecurrent.Inference is called.</summary>
    public static IOnnxRuntime? OnnxRuntime
    {
        get => Volatile.Read(ref _onnxRuntime);
        set => Volatile.Write(ref _onnxRuntime, value);
    }

    /// <summary>Opens a file with ONNX Runtime.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network that the model card describes.</param>
    /// <param name="options">The options of the model.</param>
    /// <param name="reason">Why the managed engine does not support the file, with a period at the end; null if ONNX Runtime was requested.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime is not registered, or rejects the file.</exception>
    public static IScoringEngine OpenOnnxRuntime(
        TrustedModelFile file, NetworkDescription network, RecurrentModelOptions options, string? reason = null)
    {
        if (OnnxRuntime is { } runtime)
            return runtime.Open(file, network, options);
        throw CreateUnregistered(file.Name, reason);
    }

    /// <summary>Opens a file of another program with ONNX Runtime.</summary>
    /// <param name="file">The file.</param>
    /// <param name="roles">What its inputs and outputs are.</param>
    /// <param name="options">The options of the model.</param>
    /// <param name="reason">Why the managed engine does not support the file, with a period at the end; null if ONNX Runtime was requested.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime is not registered, or rejects the file.</exception>
    public static (IScoringEngine Engine, GraphDescription Graph) OpenGraph(
        TrustedModelFile file, GraphRoles roles, RecurrentModelOptions options, string? reason) =>
        OnnxRuntime is { } runtime ? runtime.OpenGraph(file, roles, options) : throw CreateUnregistered(file.Name, reason);

    private static RecurrentModelException CreateUnregistered(string file, string? reason)
    {
        var problem = reason is null
            ? $"cannot be loaded with the engine {RecurrentEngine.OnnxRuntime}, which is not registered."
            : $"is not supported by the managed engine: {reason}";
        return new RecurrentModelException(
            $"Model file '{file}' {problem} "
            + "To run it with ONNX Runtime, reference the package MlNetRecurrent.Inference "
            + "and call OnnxRuntimeEngine.Register() once before loading.");
    }
}
