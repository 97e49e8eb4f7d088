using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Random sequences of operators before, between and after recurrent layers: what is read computes the same as the graph.</summary>
public sealed class RandomGraphReadingTests
{
    // A longer run: MLNETRECURRENT_GRAPHS=5000 dotnet test
    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("MLNETRECURRENT_GRAPHS"), out var requested) ? requested : 150;

    [Fact]
    public void Read_RandomGraphs_ComputeTheSameOrAreRefused()
    {
        var read = 0;
        for (var seed = 0; seed < Count; seed++)
        {
            var graph = Create(seed);
            try
            {
                RecurrentGraphReader.Read(OnnxFile.Parse(graph.Model().ToByteArray(), "test"), "test");
            }
            catch (RecurrentModelException)
            {
                continue;
            }

            read++;
            try
            {
                ReadGraphs.AssertRead(graph);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                var nodes = graph.Graph.Graph.Node.Select(node => $"{node.OpType}({string.Join(", ", node.Input)})");
                Assert.Fail($"Graph {seed}: {exception.Message}{Environment.NewLine}{string.Join(Environment.NewLine, nodes)}");
            }
        }

        // Most of the sequences can be represented.
        Assert.InRange(read, Count / 2, Count);
    }

    private static OpsetGraph Create(int seed)
    {
        var random = new Random(seed);
        var graph = new OpsetGraph(17, seed);
        graph.Input("x", "batch", "time", Features);
        var (value, size) = ("x", Features);
        for (var layer = random.Next(1, 3); layer > 0; layer--)
        {
            (value, size) = Steps(graph, random, value, size, random.Next(4), isPerStep: true);
            var direction = random.Next(2) == 0 ? "forward" : "bidirectional";
            value = graph.States(value, size, direction, RecurrentCell.All[random.Next(5)]);
            size = direction == "forward" ? Hidden : 2 * Hidden;
        }

        (value, size) = Steps(graph, random, value, size, random.Next(3), isPerStep: true);
        value = random.Next(4) switch
        {
            0 => graph.Node("ReduceMean", [value], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)),
            1 => graph.Node("ReduceMax", [value], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)),
            2 => graph.Reshape(graph.Slice(value, 1, -2, int.MaxValue), -1, size *= 2),
            _ => graph.Last(value),
        };
        (value, _) = Steps(graph, random, value, size, random.Next(6), isPerStep: false);
        graph.Finish(value);
        return graph;
    }

    // Appends operators to [batch, time, size] or [batch, size].
    private static (string Value, int Size) Steps(OpsetGraph graph, Random random, string value, int size, int count, bool isPerStep)
    {
        for (var step = 0; step < count; step++)
        {
            var outputs = random.Next(1, 7);
            switch (random.Next(14))
            {
                case 0 or 1:
                    (value, size) = (graph.Linear(value, size, outputs), outputs);
                    break;
                case 2 or 3:
                    string[] activations = ["Relu", "Tanh", "Sigmoid", "Softplus", "Softsign", "HardSigmoid", "LeakyRelu", "Elu", "Selu", "Celu"];
                    value = graph.Node(activations[random.Next(activations.Length)], [value]);
                    break;
                case 4:
                    string[] operations = ["Add", "Sub", "Mul", "Div"];
                    var operation = operations[random.Next(4)];
                    var divisors = Enumerable.Range(1, size).Select(unit => unit - 1.5f);
                    var constant = operation == "Div" ? graph.Floats([.. divisors]) : graph.Random(size);
                    value = graph.Node(operation, [value, constant]);
                    break;
                case 5:
                    value = graph.Node(random.Next(2) == 0 ? "Mul" : "Add", [value, graph.Float(random.NextSingle() - 0.3f)]);
                    break;
                case 6:
                    value = graph.Node("Sub", [graph.Float(1), value]);
                    break;
                case 7:
                    value = graph.Node("Clip", [value, graph.Float(-0.5f), random.Next(2) == 0 ? "" : graph.Float(0.75f)]);
                    break;
                case 8:
                    value = isPerStep
                        ? graph.Transpose(graph.BatchNormalization(graph.Transpose(value, 0, 2, 1), size), 0, 2, 1)
                        : graph.BatchNormalization(value, size);
                    break;
                case 9 when size > 1:
                    (value, size) = (graph.Slice(value, isPerStep ? 2 : 1, 1, size), size - 1);
                    break;
                case 10:
                    value = By(graph.Node("Mul", [value, Plus(graph.Node("Erf", [By(value, 0.70710677f)]), 1)]), 0.5f);
                    break;
                case 11 when step == 0:
                    value = graph.Node("LayerNormalization", [value, graph.Random(size), graph.Random(size)]);
                    break;
                case 12:
                    (value, size) = (graph.Concat(-1, graph.Linear(value, size, 2), graph.Linear(value, size, outputs)), 2 + outputs);
                    break;
                case 13 when isPerStep:
                    string[] inputs = [graph.Transpose(value, 0, 2, 1), graph.Random(outputs, size, 3), graph.Random(outputs)];
                    var convolved = graph.Node("Conv", inputs, OnnxGraph.CreateAttribute("pads", 1, 1));
                    (value, size) = (graph.Transpose(convolved, 0, 2, 1), outputs);
                    break;
            }
        }

        return (value, size);

        string By(string input, float factor) => graph.Node("Mul", [input, graph.Float(factor)]);

        string Plus(string input, float added) => graph.Node("Add", [input, graph.Float(added)]);
    }
}
