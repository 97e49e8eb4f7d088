using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>ONNX Runtime as the second engine of <see cref="RecurrentModel"/>, beside the managed one.</summary>
/// <remarks>
/// The ML.NET transformers, <see cref="HostedModel"/> and the trainers register it themselves. A program that calls
/// <see cref="RecurrentModel.Load(string, RecurrentModelOptions?)"/> alone calls <see cref="Register"/> once, before the first load of a file that
/// the managed engine does not compute.
/// </remarks>
public static class OnnxRuntimeEngine
{
    /// <summary>Makes ONNX Runtime available to every model that this process loads from now on. Calling it again changes nothing. Thread-safe.</summary>
    public static void Register() => ScoringEngines.OnnxRuntime = OnnxRuntimeLoader.Instance;

    /// <summary>A session over the bytes of a file whose graph passes the guard.</summary>
    /// <exception cref="RecurrentModelException">The guard or ONNX Runtime refuses the file.</exception>
    internal static InferenceSession Open(byte[] file, string name) => Open(TrustedModelFile.Verify(file, name));

    /// <summary>A session with the settings of this product: the one place where ONNX Runtime is given a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="threads">The number of threads that compute one batch; 0 for ONNX Runtime's choice.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="RecurrentModelException">ONNX Runtime refuses the file or an option.</exception>
    internal static InferenceSession Open(TrustedModelFile file, int threads = 0, OnnxSessionOptions? options = null)
    {
        try
        {
            using var settings = SessionSettings.Create(options ?? new OnnxSessionOptions(), threads);
            return new InferenceSession(file.Bytes, settings);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RecurrentModelException($"Model file '{file.Name}' is refused by ONNX Runtime: {exception.Message}", exception);
        }
    }
}
