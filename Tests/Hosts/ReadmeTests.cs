using System.Globalization;
using MlNetRecurrent.EndToEnd;
using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Runs the JavaScript example of the README unchanged.</summary>
public sealed class ReadmeTests
{
    private const string Heading = "Load it in any host";

    public static TheoryData<string> Packages => [.. JavaScriptHost.Packages];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Packages))]
    public async Task Lines_InJavaScript_PrintTheOutputsOfOnnxRuntimeInCSharp(string package)
    {
        var code = Assert.Single(ReadmeBlock.All("js"), block => block.Heading == Heading).Code;
        // Written below Tests/Hosts, where Node.js finds the packages.
        var script = Path.Combine(AppContext.BaseDirectory, $"readme-{package}.mjs");
        await File.WriteAllTextAsync(script, code.Replace("onnxruntime-node", package, StringComparison.Ordinal), Cancellation);

        var printed = await JavaScriptHost.NodeAsync(package, [script], Cancellation);

        using var host = new OnnxRuntimeHost(GoldenFolders.InRepository.GetModelPath("sine-lstm"));
        float[] window = [.. Enumerable.Range(0, 20).Select(index => MathF.Sin(index * 0.1f))];
        var expected = host.Run([new GoldenTensor("input", "float32", [1, 20, 1], window)])[0].Values[0];
        Assert.Equal(expected, float.Parse(printed, CultureInfo.InvariantCulture), 1e-5f);
    }
}
