using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static MlNetRecurrent.Tests.ForeignGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Replacing a file of another program: its inputs and outputs must stay the same.</summary>
public sealed class GraphReplacementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The fields of the signature that only files of other programs have and that are compared; states belong to one file.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        [nameof(ModelSignature.FixedSteps), nameof(ModelSignature.OtherInputs), nameof(ModelSignature.GraphOutputs)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(ModelSignature.FixedSteps), "it needs sequences of exactly 5 time steps instead of any number")]
    [InlineData(nameof(ModelSignature.OtherInputs), "its further inputs are static [batch, 2] instead of none")]
    [InlineData(nameof(ModelSignature.GraphOutputs), "its outputs are y [batch, 3] instead of y [batch, 2]")]
    public void Reload_FieldOfTheSignatureDiffers_KeepsThePreviousVersion(string field, string difference)
    {
        using var services = Services(Graph(""));
        var model = services.GetRequiredKeyedService<HostedModel>("served");
        var before = Score(model);
        _folder.Write(Graph(field));

        Assert.False(model.Reload());

        Assert.Contains(difference, model.Status.RefusedReason, StringComparison.Ordinal);
        Assert.Equal(before, Score(model));
    }

    [Fact]
    public void Reload_OtherWeights_IsPutInUse()
    {
        using var services = Services(Graph(""));
        var model = services.GetRequiredKeyedService<HostedModel>("served");
        var before = Score(model);
        _folder.Write(Graph("other weights"));

        Assert.True(model.Reload());

        Assert.NotEqual(before, Score(model));
    }

    // The square of a linear layer, which only ONNX Runtime computes.
    private static byte[] Graph(string change) => Build(g =>
    {
        object time = change == nameof(ModelSignature.FixedSteps) ? 5 : "t";
        var outputs = change == nameof(ModelSignature.GraphOutputs) ? 3 : 2;
        if (change == "other weights")
            _ = g.Weights("unused", 7, 5);
        var states = g.Lstm("l", g.Node("Transpose", "x", [g.Input("sequence", DataType.Float, "b", time, 3)], List("perm", 1, 0, 2)), 3, 4);
        g.Node("MatMul", "product", [states, g.Weights("head", 4, outputs)]);
        g.Node("Mul", "squared", ["product", "product"]);
        var further = change == nameof(ModelSignature.OtherInputs) ? g.Input("static", DataType.Float, "b", 2) : g.Weights("offset", outputs);
        g.Node("Add", "y", ["squared", further]);
        g.Output("y", DataType.Float, "b", outputs);
    });

    private static float[] Score(HostedModel model)
    {
        float[] sequence = [.. Enumerable.Range(0, 15).Select(index => index * 0.1f)];
        var output = new float[model.GetOutputSize(5)];
        model.Score(sequence, output);
        return output;
    }

    private ServiceProvider Services(byte[] graph)
    {
        var file = _folder.Write(graph);
        return new ServiceCollection()
            .AddLogging()
            .AddRecurrentModel("served", options =>
            {
                options.ModelFile = file;
                options.ReloadOnChange = false;
            })
            .BuildServiceProvider();
    }
}
