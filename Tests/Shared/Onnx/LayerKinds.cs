using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Tests;

/// <summary>One graph for each kind of layer around recurrent layers that the reader understands, for tests that damage graphs.</summary>
internal static class LayerKinds
{
    private static readonly Dictionary<string, Func<OpsetGraph>> Builders = new()
    {
        ["layers with activations"] = Activations,
        ["GELU of several nodes"] = Gelu,
        ["batch normalization"] = BatchNormalizations,
        ["layer normalization of several nodes"] = LayerNormalization,
        ["convolutions"] = Convolutions,
        ["pooling of summed directions"] = SummedDirections,
        ["last steps"] = LastSteps,
        ["steps one by one"] = StepsOneByOne,
        ["probabilities and label"] = Probabilities,
        ["concatenated heads with bounds"] = ConcatenatedHeads,
        ["selected outputs"] = SelectedOutputs,
    };

    public static TheoryData<string> All => [.. Builders.Keys];

    public static ModelProto Create(string name) => Builders[name]().Model();

    private static OpsetGraph Activations()
    {
        var graph = WithInput();
        var values = graph.Node("Relu", [graph.Linear("x", Features, 4)]);
        var states = graph.States(graph.Node("Tanh", [graph.Linear(graph.States(values, 4), Hidden, 3)]), 3);
        var hidden = graph.Node("Elu", [graph.Linear(graph.Last(states), Hidden, 6)]);
        graph.Finish(graph.Node("Sigmoid", [graph.Linear(graph.Dropout(hidden), 6, 2)]));
        return graph;
    }

    private static OpsetGraph Gelu()
    {
        var graph = WithInput();
        var value = graph.Linear(graph.Last(graph.States()), Hidden, 6);
        var erf = graph.Node("Add", [graph.Node("Erf", [graph.Node("Div", [value, graph.Float(1.4142135f)])]), graph.Float(1)]);
        var gelu = graph.Node("Mul", [graph.Node("Mul", [value, erf]), graph.Float(0.5f)]);
        graph.Finish(graph.Linear(gelu, 6, 2));
        return graph;
    }

    private static OpsetGraph BatchNormalizations()
    {
        var graph = WithInput();
        var values = graph.Transpose(graph.BatchNormalization(graph.Transpose("x", 0, 2, 1), Features), 0, 2, 1);
        var states = graph.Transpose(graph.BatchNormalization(graph.Transpose(graph.States(values), 0, 2, 1), Hidden), 0, 2, 1);
        var hidden = graph.Node("Relu", [graph.BatchNormalization(graph.Linear(graph.Last(graph.States(states, Hidden)), Hidden, 4), 4)]);
        graph.Finish(graph.Linear(hidden, 4, 2));
        return graph;
    }

    private static OpsetGraph LayerNormalization()
    {
        var graph = WithInput();
        var value = graph.States();
        var centered = graph.Node("Sub", [value, Mean(value)]);
        var variance = Mean(graph.Node("Pow", [centered, graph.Float(2)]));
        var normalized = graph.Node("Div", [centered, graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Float(1e-5f)])])]);
        var scaled = graph.Node("Add", [graph.Node("Mul", [normalized, graph.Random(Hidden)]), graph.Random(Hidden)]);
        graph.Finish(graph.Linear(graph.Last(scaled), Hidden, 2));
        return graph;

        string Mean(string values) => graph.Node("ReduceMean", [values], OnnxGraph.CreateAttribute("axes", [-1L]));
    }

    private static OpsetGraph Convolutions()
    {
        var graph = WithInput();
        var first = graph.Node(
            "Conv", [graph.Transpose("x", 0, 2, 1), graph.Random(4, Features, 3), graph.Random(4)], OnnxGraph.CreateAttribute("pads", 1, 1));
        var second = graph.Node(
            "Conv", [graph.Unsqueeze(graph.Node("Relu", [first]), 2), graph.Random(5, 4, 1, 2)], OnnxGraph.CreateAttribute("auto_pad", "SAME_UPPER"));
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Transpose(graph.Squeeze(second, 2), 0, 2, 1), 5)), Hidden, 2));
        return graph;
    }

    private static OpsetGraph SummedDirections()
    {
        var graph = WithInput();
        var layer = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose("x", 1, 0, 2), Features, Hidden, "bidirectional")[0];
        var parts = graph.Split(layer, 1, 1, 1).Select(part => graph.Squeeze(part, 1)).ToArray();
        var sum = graph.Node("Mul", [graph.Node("Add", parts), graph.Float(0.5f)]);
        var mean = graph.Node("ReduceMean", [sum], OnnxGraph.CreateAttribute("axes", [0L]), OnnxGraph.CreateAttribute("keepdims", 0));
        graph.Finish(graph.Linear(mean, Hidden, 2));
        return graph;
    }

    private static OpsetGraph LastSteps()
    {
        var graph = WithInput();
        var last = graph.Slice(graph.Node("Tanh", [graph.Linear(graph.States(), Hidden, 4)]), 1, -3, int.MaxValue);
        graph.Finish(graph.Linear(graph.Reshape(last, -1, 12), 12, 2));
        return graph;
    }

    private static OpsetGraph StepsOneByOne()
    {
        var graph = WithInput(time: 4);
        var (states, weight) = (graph.States(), graph.Random(Hidden, 2));
        string[] steps = [.. Enumerable.Range(0, 4).Select(step =>
            graph.Unsqueeze(graph.Node("MatMul", [graph.Squeeze(graph.Slice(states, 1, step, step + 1), 1), weight]), 1))];
        graph.Finish(graph.Concat(1, steps));
        return graph;
    }

    private static OpsetGraph Probabilities()
    {
        var graph = WithInput();
        var pooled = graph.Node("Flatten", [graph.Node("GlobalMaxPool", [graph.Transpose(graph.States(), 0, 2, 1)])]);
        var probabilities = graph.Node("Softmax", [graph.Linear(pooled, Hidden, 4)]);
        graph.Finish(probabilities);
        graph.Output(graph.Node("ArgMax", [probabilities], OnnxGraph.CreateAttribute("axis", 1)), "label");
        return graph;
    }

    private static OpsetGraph ConcatenatedHeads()
    {
        var graph = WithInput();
        var last = graph.Last(graph.States());
        var joined = graph.Concat(1, graph.Linear(last, Hidden, 2), graph.Linear(last, Hidden, 1));
        var denormalized = graph.Node("Add", [graph.Node("Mul", [joined, graph.Floats(1, 2, 3)]), graph.Float(4)]);
        graph.Finish(graph.Node("Clip", [denormalized, graph.Float(0), graph.Float(8)]));
        return graph;
    }

    private static OpsetGraph SelectedOutputs()
    {
        var graph = WithInput();
        var output = graph.Reshape(graph.Linear(graph.Last(graph.States()), Hidden, 8), -1, 4, 2);
        graph.Finish(graph.Slice(output, 1, 1, 4));
        return graph;
    }
}
