using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads W, R and B of a recurrent node and checks that their shapes match.</summary>
internal static class RecurrentNodeWeights
{
    private const int Peepholes = 7;

    public static (ConstantTensor Input, ConstantTensor Recurrent, ConstantTensor? Bias) Read(GraphNode node, RecurrentCell cell, int directions)
    {
        var blocks = cell.Blocks.Count;
        var input = Weight(node, 1, "W", 3);
        var recurrent = Weight(node, 2, "R", 3);
        var hidden = recurrent.Dimensions[2];
        if (hidden < 1 || input.Dimensions[2] < 1)
            throw node.CreateError("must have at least 1 hidden unit and 1 input feature");
        if (node.GetInteger("hidden_size") is { } declared && declared != hidden)
        {
            // An LSTM whose R is narrower than its units projects its states.
            throw node.CreateError(
                $"attribute 'hidden_size' is {declared}, but weight R '{recurrent.Name}' has {hidden} columns; "
                + "projections (LSTMP) are not supported");
        }

        Expect(node, input, "W", [directions, blocks * hidden, input.Dimensions[2]]);
        Expect(node, recurrent, "R", [directions, blocks * hidden, hidden]);
        if (node.Input(3) is null)
            return (input, recurrent, null);
        var bias = Weight(node, 3, "B", 2);
        Expect(node, bias, "B", [directions, 2 * blocks * hidden]);
        return (input, recurrent, bias);
    }

    /// <summary>Whether an LSTM has peephole weights other than zeros.</summary>
    public static bool HasPeepholes(GraphNode node) =>
        node.Operator == "LSTM" && node.Input(Peepholes) is not null && Weight(node, Peepholes, "P", 2).Floats.ContainsAnyExcept(0f);

    /// <summary>P [directions, 3 * hidden], or null if the cell has none.</summary>
    public static float[]? ReadPeepholes(GraphNode node, int directions, int hidden)
    {
        if (!HasPeepholes(node))
            return null;
        var tensor = Weight(node, Peepholes, "P", 2);
        Expect(node, tensor, "P", [directions, 3 * hidden]);
        return tensor.FloatArray;
    }

    private static ConstantTensor Weight(GraphNode node, int input, string name, int rank)
    {
        var tensor = node.Input(input) switch
        {
            ConstantValue constant => constant.Tensor,
            null => throw node.CreateError($"weight {name} is missing"),
            SignalValue { Content: InputContent content } =>
                throw node.CreateError($"weight {name} is an input of the graph ('{content.Name}'): save the model with its weights inside"),
            _ => throw node.CreateError($"weight {name} depends on the inputs of the graph, expected a constant"),
        };
        if (tensor.Type is not (DataType.Float or DataType.Float16 or DataType.Double))
            throw node.CreateError($"weight {name} '{tensor.Name}' is {tensor.Type}; supported: Float, Float16 and Double");
        if (tensor.Rank != rank)
        {
            throw node.CreateError(
                $"weight {name} '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dimensions)}], expected {rank} dimensions");
        }

        var index = tensor.FirstNonFiniteIndex;
        return index < 0 ? tensor : throw node.CreateError($"weight {name} '{tensor.Name}' holds {tensor.Floats[index]} at index {index}");
    }

    private static void Expect(GraphNode node, ConstantTensor tensor, string name, int[] expected)
    {
        if (!tensor.Dimensions.SequenceEqual(expected))
        {
            throw node.CreateError(
                $"weight {name} '{tensor.Name}' has the shape [{string.Join(", ", tensor.Dimensions)}], "
                + $"expected [{string.Join(", ", expected)}] for {expected[0]} direction{(expected[0] == 1 ? "" : "s")}");
        }
    }
}
