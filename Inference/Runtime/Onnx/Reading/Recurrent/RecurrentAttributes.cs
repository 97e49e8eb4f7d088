namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads the cell and the directions of an RNN, LSTM or GRU node from its attributes, and rejects attributes that MlNetRecurrent cannot represent.
/// </summary>
internal static class RecurrentAttributes
{
    private const string SupportedCells = "supported: RNN with Tanh or Relu, and LSTM and GRU with their default activations";

    private static readonly string[] Supported =
    [
        "hidden_size", "direction", "activations", "activation_alpha", "activation_beta", "clip", "input_forget", "linear_before_reset", "layout",
        "output_sequence",
    ];

    public static (RecurrentCell Cell, IReadOnlyList<SequenceDirection> Directions) Read(GraphNode node)
    {
        foreach (var name in node.AttributeNames)
        {
            if (!Supported.Contains(name))
                throw node.CreateError($"attribute '{name}' is not supported; supported: {string.Join(", ", Supported)}");
        }

        if (node.Has("clip"))
            throw node.CreateError("attribute 'clip' is not supported: only cells without clipping can be represented");
        if (node.GetInteger("input_forget") is not (null or 0))
            throw node.CreateError("attribute 'input_forget' is not supported: LSTM cells must have a separate forget gate");
        if (node.GetInteger("layout") is not (null or 0 or 1))
            throw node.CreateError($"attribute 'layout' is {node.GetInteger("layout")}, expected 0 or 1");
        if (node.Operator == "LSTM" && node.Input(7) is not null)
        {
            throw node.CreateError(
                "input 'P' (peepholes) is not supported: gates that read the cell state cannot be represented; "
                + "supported: W, R, B, sequence_lens, initial_h and initial_c");
        }

        var maxInputs = node.Operator == "LSTM" ? 8 : 6;
        if (node.InputCount > maxInputs)
            throw node.CreateError($"has {node.InputCount} inputs, expected at most {maxInputs}");
        var directions = Directions(node);
        return (Cell(node, directions.Length), directions);
    }

    private static SequenceDirection[] Directions(GraphNode node) => node.GetString("direction") switch
    {
        null or "forward" => [SequenceDirection.Forward],
        "reverse" => [SequenceDirection.Reverse],
        "bidirectional" => [SequenceDirection.Forward, SequenceDirection.Reverse],
        var other => throw node.CreateError($"attribute 'direction' is '{other}', expected forward, reverse or bidirectional"),
    };

    private static RecurrentCell Cell(GraphNode node, int directions)
    {
        var activations = node.GetStrings("activations");
        var linearBeforeReset = node.GetInteger("linear_before_reset") ?? 0;
        foreach (var cell in RecurrentCell.All.Where(cell => cell.OnnxOperator == node.Operator))
        {
            string[] defaults = node.Operator switch
            {
                "LSTM" => ["Sigmoid", "Tanh", "Tanh"],
                "GRU" => ["Sigmoid", "Tanh"],
                _ => [cell.Activation],
            };
            var expected = Enumerable.Repeat(defaults, directions).SelectMany(names => names);
            var isDefault = activations is null or { Count: 0 } && cell != RecurrentCell.RnnRelu;
            if ((isDefault || activations?.SequenceEqual(expected, StringComparer.OrdinalIgnoreCase) == true)
                && (node.Operator != "GRU" || cell.LinearBeforeReset == (linearBeforeReset != 0)))
            {
                return cell;
            }
        }

        throw node.CreateError($"attribute 'activations' is [{string.Join(", ", activations ?? [])}], which no cell has; {SupportedCells}");
    }
}
