using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of <see cref="OnnxSessionOptions"/> in a saved pipeline. Files contain its names, so they must not change.</summary>
internal sealed class SessionOptionsShape
{
    [JsonPropertyName("executionProvider")]
    public string ExecutionProvider { get; set; } = "CPU";

    [JsonPropertyName("providerOptions")]
    public IReadOnlyDictionary<string, string> ProviderOptions { get; set; } = new Dictionary<string, string>();

    [JsonPropertyName("intraOpThreads")]
    public int? IntraOpThreads { get; set; }

    [JsonPropertyName("configuration")]
    public IReadOnlyDictionary<string, string> Configuration { get; set; } = new Dictionary<string, string>();

    public static SessionOptionsShape From(OnnxSessionOptions options) => new()
    {
        ExecutionProvider = options.ExecutionProvider,
        ProviderOptions = options.ProviderOptions,
        IntraOpThreads = options.IntraOpThreads,
        Configuration = options.Configuration,
    };

    public OnnxSessionOptions ToOptions() => new()
    {
        ExecutionProvider = ExecutionProvider,
        ProviderOptions = ProviderOptions,
        IntraOpThreads = IntraOpThreads,
        Configuration = Configuration,
    };
}
