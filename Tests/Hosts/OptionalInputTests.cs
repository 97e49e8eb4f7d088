using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>Verifies the note in the README that the JavaScript packages cannot set an input that has a default.</summary>
public sealed class OptionalInputTests
{
    private static readonly GoldenFolders Folders = GoldenFolders.InRepository;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnnxRuntimeNode_Lengths_AreIgnored()
    {
        var @case = Reference.OptionalCases("sine-lstm", Folders)[0];

        var outputs = await JavaScriptHost.RunAsync("onnxruntime-node", [new(Folders.GetModelPath("sine-lstm"), @case.Inputs)], Cancellation);

        using var host = new OnnxRuntimeHost(Folders.GetModelPath("sine-lstm"));
        HostAssert.OutputsMatch([@case with { Outputs = host.Run([@case.Inputs[0]]) }], outputs);
        Assert.NotNull(HostAssert.FindError(@case, outputs[0]));
    }

    [Fact]
    public async Task OnnxRuntimeWeb_Lengths_AreRefused()
    {
        var @case = Reference.OptionalCases("sine-lstm", Folders)[0];

        var exception = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(
            () => JavaScriptHost.RunAsync("onnxruntime-web", [new(Folders.GetModelPath("sine-lstm"), @case.Inputs)], Cancellation));

        Assert.Contains("Error: invalid input 'lengths'", exception.Message, StringComparison.Ordinal);
    }
}
