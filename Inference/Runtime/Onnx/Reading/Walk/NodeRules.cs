namespace MlNetRecurrent.Onnx;

/// <summary>Selects the rule for a node by its operator and its inputs.</summary>
internal static class NodeRules
{
    public static IReadOnlyList<GraphValue> Apply(GraphNode node) => node.Operator switch
    {
        "Constant" => [new ConstantValue(ConstantNodes.Read(node))],
        "RNN" or "LSTM" or "GRU" => RecurrentNodeReader.Read(node),
        "Shape" => [ShapeRules.Shape(node)],
        "Size" => [ShapeRules.Size(node)],
        "ConstantOfShape" => [FilledRules.ConstantOfShape(node)],
        "Identity" => [node.RequireInput(0)],
        "Dropout" => [Dropout(node)],
        _ => ByInputs(node),
    };

    private static IReadOnlyList<GraphValue> ByInputs(GraphNode node)
    {
        if (node.Operator == "Range" && FilledRules.TryRange(node) is { } range)
            return [range];
        if (node.Inputs.All(value => value is ConstantValue))
            return ConstantFolding.Apply(node);
        if (node.Inputs.OfType<SignalValue>().Any())
            return SignalRules.Apply(node);
        if (node.Inputs.Any(value => value is PermutationValue or IndexRangeValue or LastStepValue))
            return OrderRules.Apply(node);
        if (node.Inputs.Any(value => value is DerivedValue))
            return [DerivedRules.Apply(node)];
        return node.Inputs.Any(value => value is RepeatedValue) ? RepeatedRules.Apply(node) : FilledRules.Apply(node);
    }

    private static GraphValue Dropout(GraphNode node) =>
        node.OptionalConstant(2)?.GetIntegers() is [not 0] || node.GetInteger("is_test") == 0
            ? throw node.CreateError("is in training mode: export the model for inference")
            : node.RequireInput(0);
}
