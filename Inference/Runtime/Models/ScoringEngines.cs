using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>The engines that are available beside the managed one.</summary>
internal static class ScoringEngines
{
    private static IOnnxRuntime? _onnxRuntime;

    /// <summary>ONNX Runtime; null until <c>OnnxRuntimeEngine.Register()</c> of MlNetRecurrent.Inference was called.</summary>
    public static IOnnxRuntime? OnnxRuntime
    {
        get => Volatile.Read(ref _onnxRuntime);
        set => Volatile.Write(ref _onnxRuntime, value);
    }

    /// <summary>Opens a file with ONNX Runtime.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network that the model card describes.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="reason">Why the managed engine does not compute the file; null where ONNX Runtime was asked for.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime is not registered, or refuses the file.</exception>
    public static IScoringEngine OpenOnnxRuntime(TrustedModelFile file, NetworkDescription network, RecurrentModelOptions options, string? reason = null) =>
        OnnxRuntime is { } runtime
            ? runtime.Open(file, network, options)
            : throw new RecurrentModelException(
                $"Model file '{file.Name}' {(reason is null ? $"is to be computed by the engine {RecurrentEngine.OnnxRuntime}, which is not registered." : $"is not computed by the managed engine: {reason}")} "
                + "ONNX Runtime computes it: reference the package MlNetRecurrent.Inference and call OnnxRuntimeEngine.Register() once before loading.");
}
