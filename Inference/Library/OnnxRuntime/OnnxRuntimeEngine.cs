using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>ONNX Runtime as an engine of <see cref="RecurrentModel"/>, in addition to the managed engine.</summary>
/// <remarks>
/// The ML.NET transformers, <see cref="HostedModel"/> and the trainers register the engine automatically. A program that uses only
/// <see cref="RecurrentModel.Load(string, RecurrentModelOptions?)"/> must call <see cref="Register"/> once, before it loads a file that the managed
/// engine does not support.
/// </remarks>
public static class OnnxRuntimeEngine
{
    /// <summary>Makes ONNX Runtime available to every model that this process loads from now on. Idempotent and thread-safe.</summary>
    public static void Register() => ScoringEngines.OnnxRuntime = OnnxRuntimeLoader.Instance;

    /// <summary>Opens a session for a file after the guard has checked its graph.</summary>
    /// <exception cref="RecurrentModelException">The guard or ONNX Runtime rejects the file.</exception>
    internal static InferenceSession Open(byte[] file, string name) => Open(TrustedModelFile.Verify(file, name));

    /// <summary>Opens a session with the settings of this library. ONNX Runtime opens files only here.</summary>
    /// <param name="file">The trusted file.</param>
    /// <param name="threads">The number of threads that compute one batch; 0 lets ONNX Runtime choose.</param>
    /// <param name="options">The session options; null for the defaults.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime rejects the file or an option.</exception>
    internal static InferenceSession Open(TrustedModelFile file, int threads = 0, OnnxSessionOptions? options = null)
    {
        try
        {
            using var settings = SessionSettings.Create(options ?? new OnnxSessionOptions(), threads);
            return new InferenceSession(file.Bytes, settings);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException($"Model file '{file.Name}' was rejected by ONNX Runtime: {exception.Message}", exception);
        }
    }
}
