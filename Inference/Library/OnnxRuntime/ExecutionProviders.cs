using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent;

/// <summary>ONNX Runtime's execution providers, by name.</summary>
internal static class ExecutionProviders
{
    private const string Suffix = "ExecutionProvider";

    /// <summary>The names of the providers in the ONNX Runtime package of this application.</summary>
    public static IEnumerable<string> Available => OrtEnv.Instance().GetAvailableProviders().Select(Short).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the application has the provider.</summary>
    public static bool IsAvailable(string name) => Available.Contains(Short(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts the provider in front of the CPU.</summary>
    public static void Append(SessionOptions session, string name, IReadOnlyDictionary<string, string> options)
    {
        var settings = options.ToDictionary();
        switch (Short(name).ToUpperInvariant())
        {
            case "CPU":
                break;
            case "CUDA":
                using (var cuda = new OrtCUDAProviderOptions())
                {
                    cuda.UpdateOptions(settings);
                    session.AppendExecutionProvider_CUDA(cuda);
                }

                break;
            case "TENSORRT":
                using (var tensorRt = new OrtTensorRTProviderOptions())
                {
                    tensorRt.UpdateOptions(settings);
                    session.AppendExecutionProvider_Tensorrt(tensorRt);
                }

                break;
            case "DML":
                session.AppendExecutionProvider_DML(settings.TryGetValue("device_id", out var device) ? int.Parse(device, System.Globalization.CultureInfo.InvariantCulture) : 0);
                break;
            default:
                session.AppendExecutionProvider(Short(name), settings);
                break;
        }
    }

    private static string Short(string name) => name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? name[..^Suffix.Length] : name;
}
