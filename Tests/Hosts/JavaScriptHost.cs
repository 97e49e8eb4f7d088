using System.ComponentModel;
using System.Text.Json;
using MlNetRecurrent.EndToEnd;
using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Runs the JavaScript packages of ONNX Runtime in Node.js.</summary>
internal static class JavaScriptHost
{
    private const int MinNodeVersion = 20;
    private const string Install = "run 'npm ci' in Tests/Hosts";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The packages: native code for Node.js, and WebAssembly as in browsers.</summary>
    public static IReadOnlyList<string> Packages => ["onnxruntime-node", "onnxruntime-web"];

    /// <summary>One run of a model.</summary>
    /// <param name="Model">The model file.</param>
    /// <param name="Inputs">The inputs.</param>
    public sealed record Feed(string Model, IReadOnlyList<GoldenTensor> Inputs);

    /// <summary>Returns the outputs of each run. Skips the test if Node.js or the package is not installed.</summary>
    public static async Task<IReadOnlyList<GoldenTensor[]>> RunAsync(string package, IEnumerable<Feed> feeds, CancellationToken cancellation)
    {
        var run = await NodeAsync(
            package, [Repository.GetPath("Tests", "Hosts", "score.js"), package], cancellation, JsonSerializer.Serialize(feeds, Json));
        return JsonSerializer.Deserialize<GoldenTensor[][]>(run, Json)!;
    }

    /// <summary>
    /// Runs a script in the root folder of the repository and returns its output. Skips the test if Node.js or the package is not installed.
    /// </summary>
    public static async Task<string> NodeAsync(string package, IReadOnlyList<string> arguments, CancellationToken cancellation, string input = "")
    {
        await SkipUnlessInstalledAsync(package, cancellation);
        var run = await ProcessRun.StartAsync("node", arguments, cancellation, Repository.Root, input);
        Assert.True(run.ExitCode == 0, $"{package} exited with code {run.ExitCode}: {run.Errors}");
        return run.Output;
    }

    private static async Task SkipUnlessInstalledAsync(string package, CancellationToken cancellation)
    {
        Assert.SkipUnless(
            await NodeVersionAsync(cancellation) >= MinNodeVersion,
            $"Node.js {MinNodeVersion} or later is not installed or not on the PATH: install it from https://nodejs.org, then {Install}.");
        Assert.SkipUnless(
            Directory.Exists(Repository.GetPath("Tests", "Hosts", "node_modules", package)),
            $"The npm package {package} is not installed: {Install}.");
    }

    private static async Task<int> NodeVersionAsync(CancellationToken cancellation)
    {
        try
        {
            // For example v20.20.2.
            var version = (await ProcessRun.StartAsync("node", ["--version"], cancellation)).Output;
            return int.Parse(version.TrimStart('v').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Win32Exception)
        {
            return 0;
        }
    }
}
