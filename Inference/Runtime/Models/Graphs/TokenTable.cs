using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Finds the number of token IDs that a graph accepts.</summary>
internal static class TokenTable
{
    // The largest vocabulary that a network of this library may have.
    private const int Unknown = 16_777_216;

    /// <summary>Returns the number of rows of the table that an input selects from; a large number if it is not found.</summary>
    public static int FindSize(GraphProto graph, string input)
    {
        var names = new HashSet<string> { input };
        foreach (var node in graph.Node)
        {
            if (node.OpType is "Cast" or "Identity" or "Transpose" or "Reshape" or "Squeeze" or "Unsqueeze"
                && node.Input.Count > 0 && names.Contains(node.Input[0]))
            {
                names.UnionWith(node.Output);
            }
            else if (node.OpType == "Gather" && node.Input.Count > 1 && names.Contains(node.Input[1])
                && graph.Initializer.FirstOrDefault(tensor => tensor.Name == node.Input[0]) is { Dims: [> 0 and < Unknown and var rows, ..] })
            {
                return (int)rows;
            }
        }

        return Unknown;
    }
}
