using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Reads graphs of other programs, and compares what was read with the graph in ONNX Runtime: computed with plain loops, and written and read again.
/// </summary>
internal static class ReadGraphs
{
    private const double Tolerance = 2e-5;

    /// <summary>Reads a graph, and checks that the network computes the same as the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="output">The main output, or null to find it.</param>
    /// <param name="steps">The number of time steps, unless the graph fixes it.</param>
    public static NetworkDescription AssertRead(OpsetGraph graph, string? output = null, int steps = 6) =>
        AssertRead(graph.Model(), output, steps).Network;

    public static RecurrentGraph AssertRead(ModelProto model, string? output = null, int steps = 6)
    {
        var read = RecurrentGraphReader.Read(OnnxFile.Parse(model.ToByteArray(), "test"), "test", output: output);
        var input = read.Inputs.Single(binding => binding.Kind == InputKind.Sequence);
        var time = (int)(input.GetFixedSize(AxisRole.Time) ?? steps);
        var main = read.Outputs.Single(binding => binding.IsModelOutput).Name;
        using var managed = RecurrentModel.Load(
            model.ToByteArray(), "test", new RecurrentModelOptions { Engine = RecurrentEngine.Managed, OutputNames = [main] });
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var sequence = CreateSequence(read.Network, time, seed);
            var expected = Run(model.ToByteArray(), input, sequence, time, main);
            if (read.Network.Embedding is null)
                AssertClose(expected, RunPlain(read, sequence), "plain loops");
            if (read.Network.Embedding is null)
            {
                var scores = new float[expected.Length];
                managed.Score(sequence, scores);
                AssertClose(expected, scores, "the managed engine");
            }

            foreach (var optionalInputs in new[] { false, true })
            {
                var written = TestGraphs.Model(RecurrentGraphWriter.Write(read.Network, read.Weights, optionalInputs), RecurrentGraphWriter.Opset);
                AssertClose(expected, RunWritten(written.ToByteArray(), read.Network, sequence, time), "the written graph");
                if (!optionalInputs)
                    AssertSameNetwork(read.Network, RecurrentGraphReader.Read(written, "written").Network);
            }
        }

        return read;
    }

    public static void AssertRefused(string message, OpsetGraph graph, string? output = null)
    {
        var model = OnnxFile.Parse(graph.Model().ToByteArray(), "test");
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentGraphReader.Read(model, "test", output: output));
        Assert.Equal($"Model file 'test' cannot be read as a recurrent network. {message}", exception.Message);
    }

    private static float[] CreateSequence(NetworkDescription network, int time, int seed)
    {
        var random = new Random(seed);
        return network.Embedding is { } embedding
            ? [.. Enumerable.Range(0, time).Select(_ => (float)random.Next(embedding.VocabularySize))]
            : [.. Enumerable.Range(0, time * network.Features).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    private static float[] RunPlain(RecurrentGraph read, float[] sequence) =>
        [.. new PlainNetwork(read.Network, read.Weights).Run(sequence).SelectMany(part => part).Select(value => (float)value)];

    // The graph may have the features before the time steps.
    private static float[] Run(byte[] file, InputBinding input, float[] sequence, int time, string output)
    {
        var features = sequence.Length / time;
        var roles = input.Axes.Select(axis => axis.Role).ToList();
        var isTransposed = roles.Contains(AxisRole.Feature) && roles.IndexOf(AxisRole.Feature) < roles.IndexOf(AxisRole.Time);
        float[] values = isTransposed
            ? [.. Enumerable.Range(0, sequence.Length).Select(index => sequence[(index % time * features) + (index / time)])]
            : sequence;
        int[] shape = [.. input.Axes.Select(axis => axis.Role switch
        {
            AxisRole.Time => time,
            AxisRole.Feature => features,
            _ => 1,
        })];
        using var session = Open(file);
        var value = input.Type == TensorProto.Types.DataType.Int64
            ? NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<long>(Array.ConvertAll(values, item => (long)item), shape))
            : NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<float>(values, shape));
        using var results = session.Run([value], [output]);
        return results[0].AsEnumerable<float>().ToArray();
    }

    private static float[] RunWritten(byte[] file, NetworkDescription network, float[] sequence, int time)
    {
        using var session = Open(file);
        var value = network.Embedding is null
            ? NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(sequence, [1, time, network.Features]))
            : NamedOnnxValue.CreateFromTensor("input", new DenseTensor<long>(Array.ConvertAll(sequence, item => (long)item), [1, time]));
        using var results = session.Run([value], ["output"]);
        return results[0].AsEnumerable<float>().ToArray();
    }

    // The outputs of the graphs have no declared shapes, of which ONNX Runtime warns.
    private static InferenceSession Open(byte[] file)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return new InferenceSession(file, options);
    }

    private static void AssertClose(float[] expected, float[] actual, string by)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Max(1, expected.Max(MathF.Abs));
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.True(
                Math.Abs(expected[index] - actual[index]) <= Tolerance * scale,
                $"Value {index} is {expected[index]} in the graph, but {actual[index]} by {by}.");
        }
    }

    // A file that was read and written is read as the same network.
    private static void AssertSameNetwork(NetworkDescription expected, NetworkDescription actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
