using System.ComponentModel;
using System.Text.Json;
using MlNetRecurrent.EndToEnd;
using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>ONNX Runtime's JavaScript packages in Node.js.</summary>
internal static class JavaScriptHost
{
    private const int OldestNode = 20;
    private const string Install = "run 'npm ci' in Tests/Hosts";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The packages: native code for Node.js, and WebAssembly as browsers run it.</summary>
    public static IReadOnlyList<string> Packages => ["onnxruntime-node", "onnxruntime-web"];

    /// <summary>One run of a model.</summary>
    /// <param name="Model">The model's file.</param>
    /// <param name="Inputs">What it is fed.</param>
    public sealed record Feed(string Model, IReadOnlyList<GoldenTensor> Inputs);

    /// <summary>What each feed gives. Skips the test where Node.js or the package is not there.</summary>
    public static async Task<IReadOnlyList<GoldenTensor[]>> RunAsync(string package, IEnumerable<Feed> feeds, CancellationToken cancellation)
    {
        var run = await NodeAsync(package, [Repository.Place("Tests", "Hosts", "score.js"), package], cancellation, JsonSerializer.Serialize(feeds, Json));
        return JsonSerializer.Deserialize<GoldenTensor[][]>(run, Json)!;
    }

    /// <summary>What a script prints, run in the repository's top folder. Skips the test where Node.js or the package is not there.</summary>
    public static async Task<string> NodeAsync(string package, IReadOnlyList<string> arguments, CancellationToken cancellation, string input = "")
    {
        await SkipWithoutAsync(package, cancellation);
        var run = await ProcessRun.StartAsync("node", arguments, cancellation, Repository.Root, input);
        Assert.True(run.ExitCode == 0, $"{package} ended with {run.ExitCode}: {run.Errors}");
        return run.Output;
    }

    private static async Task SkipWithoutAsync(string package, CancellationToken cancellation)
    {
        Assert.SkipUnless(
            await NodeVersionAsync(cancellation) >= OldestNode,
            $"Node.js {OldestNode} or later is not here, or not on the PATH: install it from https://nodejs.org, then {Install}.");
        Assert.SkipUnless(Directory.Exists(Repository.Place("Tests", "Hosts", "node_modules", package)), $"The npm package {package} is not here: {Install}.");
    }

    private static async Task<int> NodeVersionAsync(CancellationToken cancellation)
    {
        try
        {
            // v20.20.2
            var version = (await ProcessRun.StartAsync("node", ["--version"], cancellation)).Output;
            return int.Parse(version.TrimStart('v').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Win32Exception)
        {
            return 0;
        }
    }
}
