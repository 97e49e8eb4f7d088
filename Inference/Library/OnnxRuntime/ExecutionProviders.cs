using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent;

/// <summary>Selects execution providers of ONNX Runtime by name.</summary>
internal static class ExecutionProviders
{
    private const string Suffix = "ExecutionProvider";

    /// <summary>The names of the providers in the ONNX Runtime package of the application.</summary>
    public static IEnumerable<string> Available => OrtEnv.Instance().GetAvailableProviders().Select(Shorten).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a provider is available to the application.</summary>
    public static bool IsAvailable(string name) => Available.Contains(Shorten(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a provider with precedence over the CPU.</summary>
    public static void Append(SessionOptions session, string name, IReadOnlyDictionary<string, string> options)
    {
        var settings = options.ToDictionary();
        switch (Shorten(name).ToUpperInvariant())
        {
            case "CPU":
                // Always present, as the last resort; it has no options.
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
                var hasDevice = settings.TryGetValue("device_id", out var device);
                session.AppendExecutionProvider_DML(hasDevice ? int.Parse(device!, CultureInfo.InvariantCulture) : 0);
                break;
            default:
                session.AppendExecutionProvider(Shorten(name), settings);
                break;
        }
    }

    private static string Shorten(string name) => name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? name[..^Suffix.Length] : name;
}
