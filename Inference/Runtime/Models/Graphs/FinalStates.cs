using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Finds outputs of a graph that hold the final states of its recurrent nodes and nothing else.</summary>
internal sealed class FinalStates
{
    private static readonly string[] Moving =
        ["Identity", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Split", "Concat", "Cast", "Gather"];

    private readonly Dictionary<string, bool> _isFinal = [];
    private readonly HashSet<string> _constants;

    /// <summary>Follows the nodes of a graph.</summary>
    public FinalStates(GraphProto graph)
    {
        _constants = [.. graph.Initializer.Select(tensor => tensor.Name)];
        foreach (var node in graph.Node)
        {
            var isConstant = node.Input.All(IsConstant) || node.OpType is "Shape" or "Size";
            for (var index = 0; index < node.Output.Count; index++)
            {
                if (isConstant)
                    _constants.Add(node.Output[index]);
                else if (node.OpType is "RNN" or "LSTM" or "GRU")
                    _isFinal[node.Output[index]] = index > 0;
                else
                    _isFinal[node.Output[index]] = Moving.Contains(node.OpType) && node.Input.All(input => IsConstant(input) || IsFinal(input));
            }
        }
    }

    /// <summary>Whether an output holds final states.</summary>
    public bool IsFinal(string output) => _isFinal.GetValueOrDefault(output);

    private bool IsConstant(string input) => input.Length == 0 || _constants.Contains(input);
}
