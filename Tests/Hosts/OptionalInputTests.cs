using Xunit;

namespace MlNetRecurrent.Hosts;

/// <summary>What the README says of JavaScript: its packages feed an input that has a default in no way.</summary>
public sealed class OptionalInputTests
{
    private static readonly GoldenPlaces Places = GoldenPlaces.OfRepository;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnnxRuntimeNode_Lengths_AreIgnored()
    {
        var @case = Reference.OptionalCases("sine-lstm", Places)[0];

        var answers = await JavaScriptHost.RunAsync("onnxruntime-node", [new(Places.File("sine-lstm"), @case.Inputs)], Cancellation);

        using var host = new OnnxRuntimeHost(Places.File("sine-lstm"));
        HostAssert.Gives([@case with { Outputs = host.Run([@case.Inputs[0]]) }], answers);
        Assert.NotNull(HostAssert.Fault(@case, answers[0]));
    }

    [Fact]
    public async Task OnnxRuntimeWeb_Lengths_AreRefused()
    {
        var @case = Reference.OptionalCases("sine-lstm", Places)[0];

        var exception = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(
            () => JavaScriptHost.RunAsync("onnxruntime-web", [new(Places.File("sine-lstm"), @case.Inputs)], Cancellation));

        Assert.Contains("Error: invalid input 'lengths'", exception.Message, StringComparison.Ordinal);
    }
}
