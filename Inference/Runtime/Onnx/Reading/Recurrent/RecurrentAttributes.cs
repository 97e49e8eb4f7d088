namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads the cell and the directions of an RNN, LSTM or GRU node from its attributes, and rejects attributes that MlNetRecurrent cannot represent.
/// </summary>
internal static class RecurrentAttributes
{
    private static readonly string[] Supported =
    [
        "hidden_size", "direction", "activations", "activation_alpha", "activation_beta", "clip", "input_forget", "linear_before_reset", "layout",
        "output_sequence",
    ];

    /// <summary>Returns the cell, how it differs from the standard cell or null, and the directions.</summary>
    public static (RecurrentCell Cell, CellVariant? Variant, IReadOnlyList<SequenceDirection> Directions) Read(GraphNode node)
    {
        foreach (var name in node.AttributeNames)
        {
            if (!Supported.Contains(name))
                throw node.CreateError($"attribute '{name}' is not supported; supported: {string.Join(", ", Supported)}");
        }

        if (node.GetInteger("layout") is not (null or 0 or 1))
            throw node.CreateError($"attribute 'layout' is {node.GetInteger("layout")}, expected 0 or 1");
        var maxInputs = node.Operator == "LSTM" ? 8 : 6;
        if (node.InputCount > maxInputs)
            throw node.CreateError($"has {node.InputCount} inputs, expected at most {maxInputs}");
        var directions = Directions(node);
        var (cell, variant) = Cell(node, directions.Length);
        return (cell, variant, directions);
    }

    private static SequenceDirection[] Directions(GraphNode node) => node.GetString("direction") switch
    {
        null or "forward" => [SequenceDirection.Forward],
        "reverse" => [SequenceDirection.Reverse],
        "bidirectional" => [SequenceDirection.Forward, SequenceDirection.Reverse],
        var other => throw node.CreateError($"attribute 'direction' is '{other}', expected forward, reverse or bidirectional"),
    };

    private static (RecurrentCell Cell, CellVariant? Variant) Cell(GraphNode node, int directions)
    {
        var activations = CellActivations.Read(node, directions);
        var linearBeforeReset = node.GetInteger("linear_before_reset") is not (null or 0);
        var couples = node.GetInteger("input_forget") is not (null or 0);
        if (couples && node.Operator != "LSTM")
            throw node.CreateError("attribute 'input_forget' is not supported: only LSTM cells have a forget gate");
        var variant = new CellVariant { Clip = Clip(node), CouplesForgetGate = couples, HasPeepholes = RecurrentNodeWeights.HasPeepholes(node) };
        variant = activations switch
        {
            [var candidate] => variant with { Candidate = candidate },
            [var gate, var candidate, ..] => variant with { Gate = gate, Candidate = candidate, Output = activations[^1] },
            _ => variant,
        };
        if (node.Operator == "GRU")
            variant = variant with { Output = ActivationFunction.Tanh };
        var cell = node.Operator switch
        {
            "LSTM" => RecurrentCell.Lstm,
            "GRU" => linearBeforeReset ? RecurrentCell.Gru : RecurrentCell.GruResetBefore,
            _ => RecurrentCell.Rnn,
        };
        // A rectified RNN is a standard cell, too.
        if (cell == RecurrentCell.Rnn && variant == new CellVariant { Candidate = ActivationFunction.Relu })
            return (RecurrentCell.RnnRelu, null);
        return (cell, variant == new CellVariant() ? null : variant);
    }

    private static float? Clip(GraphNode node)
    {
        if (node.GetFloat("clip") is not { } clip)
            return null;
        // The largest float is how hosts represent no bound.
        return !(clip > 0) ? throw node.CreateError($"attribute 'clip' is {clip}, expected a positive number")
            : clip >= float.MaxValue ? null
            : clip;
    }
}
