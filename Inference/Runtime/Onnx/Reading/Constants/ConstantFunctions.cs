namespace MlNetRecurrent.Onnx;

/// <summary>Elementwise functions of one constant of floats; rounding leaves integers unchanged.</summary>
internal static class ConstantFunctions
{
    private static readonly Dictionary<string, Func<float, float>> Functions = new()
    {
        ["Abs"] = MathF.Abs,
        ["Ceil"] = MathF.Ceiling,
        ["Exp"] = MathF.Exp,
        ["Floor"] = MathF.Floor,
        ["Log"] = MathF.Log,
        ["Reciprocal"] = value => 1 / value,
        ["Round"] = value => MathF.Round(value, MidpointRounding.ToEven),
        ["Sigmoid"] = value => 1 / (1 + MathF.Exp(-value)),
        ["Sqrt"] = MathF.Sqrt,
        ["Tanh"] = MathF.Tanh,
    };

    /// <summary>The function of an operator, or null.</summary>
    public static Func<float, float>? Find(string operation) => Functions.GetValueOrDefault(operation);

    public static ConstantTensor Apply(GraphNode node, Func<float, float> function)
    {
        var tensor = node.Constant(0);
        if (!tensor.IsFloat)
        {
            // Sizes that were cast to float and back.
            return node.Operator is "Ceil" or "Floor" or "Round"
                ? tensor
                : throw node.CreateError("is not supported on the sizes of inputs");
        }

        node.Budget.Charge(tensor.Dimensions);
        return ConstantTensor.Create(tensor.Name, tensor.Type, [.. tensor.FloatArray.Select(function)], tensor.Dimensions);
    }
}
