using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Checks the weights of a file that only ONNX Runtime will read.</summary>
internal static class FileWeightChecks
{
    /// <exception cref="RecurrentModelException">
    /// The number of values does not match the shape of a weight, a weight does not fit its node, or a weight contains a NaN or an infinity.
    /// </exception>
    public static void Check(ModelProto model, string name)
    {
        foreach (var initializer in model.Graph.Initializer)
        {
            if ((DataType)initializer.DataType is not (DataType.Float or DataType.Float16))
                continue;
            if (FindNonFiniteIndex(initializer, name) is >= 0 and var index)
            {
                var value = TensorValues.ReadFloats(initializer, initializer.Name)[index];
                throw new RecurrentModelException(
                    $"Model file '{name}' is damaged: weight '{initializer.Name}' holds {value} at index {index}. Train and export the model again.");
            }
        }

        // ONNX Runtime checks these shapes only when it runs the graph.
        foreach (var node in model.Graph.Node)
        {
            foreach (var cell in RecurrentCell.All.Where(cell => cell.OnnxOperator == node.OpType).Take(1))
                CheckShapes(model.Graph, node, cell.Blocks.Count, name);
        }
    }

    // W [directions, blocks * hidden, input], R [directions, blocks * hidden, hidden], B [directions, 2 * blocks * hidden]
    private static void CheckShapes(GraphProto graph, NodeProto node, int blocks, string name)
    {
        var hidden = node.Attribute.FirstOrDefault(attribute => attribute.Name == "hidden_size")?.I ?? 0;
        long[][] expected = [[blocks * hidden, 0], [blocks * hidden, hidden], [2 * blocks * hidden]];
        for (var index = 0; index < expected.Length && index + 1 < node.Input.Count; index++)
        {
            if (graph.Initializer.FirstOrDefault(weight => weight.Name == node.Input[index + 1]) is not { } weight)
                continue;
            var actual = weight.Dims.Skip(1).ToArray();
            if (actual.Length != expected[index].Length || actual.Zip(expected[index]).Any(size => size.Second != 0 && size.First != size.Second))
            {
                throw new RecurrentModelException(
                    $"Model file '{name}' is damaged: {node.OpType} node '{node.Name}' with {hidden} hidden units has a weight "
                    + $"{"WRB"[index]} '{weight.Name}' of shape [{string.Join(", ", weight.Dims)}].");
            }
        }
    }

    private static int FindNonFiniteIndex(TensorProto initializer, string name)
    {
        try
        {
            TensorValues.CheckInModelFile(initializer, initializer.Name);
            return TensorValues.FindNonFiniteIndex(initializer, initializer.Name);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' is damaged: {exception.Message}.", exception);
        }
    }
}
