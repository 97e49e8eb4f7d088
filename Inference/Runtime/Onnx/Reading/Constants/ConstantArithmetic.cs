using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Elementwise operators on constants, with ONNX's broadcasting.</summary>
internal static class ConstantArithmetic
{
    /// <summary>Comparisons, choices and signs.</summary>
    public static ConstantTensor Apply(GraphNode node)
    {
        node.Budget.Charge(node.Constant(0).Dimensions);
        switch (node.Operator)
        {
            case "Not":
                return Map(node.Constant(0), integer => Truth(integer.Number == 0));
            case "Neg":
                var tensor = node.Constant(0);
                return tensor.IsFloat
                    ? ConstantTensor.Create(tensor.Name, tensor.Type, [.. tensor.FloatArray.Select(number => -number)], tensor.Dimensions)
                    : Map(tensor, integer => integer.Multiply(SymbolicInteger.From(-1)));
            case "Where":
                return Choose(node);
            default:
                var (first, second) = Broadcast(node, node.Constant(0), node.Constant(1));
                return ConstantTensor.Create(first.Name, DataType.Bool, [.. first.Integers.ToArray().Zip(second.Integers.ToArray(), (x, y) => Truth(Compare(node, x, y)))], first.Dimensions);
        }
    }

    /// <summary>Add, Sub, Mul, Div, Min and Max.</summary>
    public static ConstantTensor Apply(GraphNode node, ConstantTensor left, ConstantTensor right)
    {
        var (first, second) = Broadcast(node, left, right);
        node.Budget.Charge(first.Dimensions);
        if (first.IsFloat != second.IsFloat)
            throw node.CreateError("mixes floats and integers");
        if (!first.IsFloat)
            return ConstantTensor.Create(first.Name, first.Type, [.. first.Integers.ToArray().Zip(second.Integers.ToArray(), (x, y) => Compute(node, x, y))], first.Dimensions);
        Func<float, float, float> compute = node.Operator switch
        {
            "Add" => (x, y) => x + y,
            "Sub" => (x, y) => x - y,
            "Mul" => (x, y) => x * y,
            "Div" => (x, y) => x / y,
            "Min" => MathF.Min,
            _ => MathF.Max,
        };
        return ConstantTensor.Create(first.Name, first.Type, [.. first.FloatArray.Zip(second.FloatArray, compute)], first.Dimensions);
    }

    private static SymbolicInteger Compute(GraphNode node, SymbolicInteger x, SymbolicInteger y) => node.Operator switch
    {
        "Add" => x.Add(y),
        "Sub" => x.Add(y.Multiply(SymbolicInteger.From(-1))),
        "Mul" => x.Multiply(y),
        "Div" => x.Divide(y),
        "Min" => Known(node, x) < Known(node, y) ? x : y,
        _ => Known(node, x) > Known(node, y) ? x : y,
    };

    // Sizes that are fed are at least 1, so they equal no placeholder.
    private static bool Compare(GraphNode node, SymbolicInteger x, SymbolicInteger y) => node.Operator switch
    {
        "Equal" => x.Equals(y),
        "Less" => y.Number <= 0 && !x.IsKnown ? false : Known(node, x) < Known(node, y),
        _ => y.Number <= 0 && !x.IsKnown || Known(node, x) > Known(node, y),
    };

    private static long Known(GraphNode node, SymbolicInteger extent) =>
        extent.Number ?? throw node.CreateError($"compares {extent}, which depends on what is fed");

    private static SymbolicInteger Truth(bool value) => SymbolicInteger.From(value ? 1 : 0);

    private static ConstantTensor Map(ConstantTensor tensor, Func<SymbolicInteger, SymbolicInteger> map) =>
        ConstantTensor.Create(tensor.Name, tensor.Type, [.. tensor.Integers.ToArray().Select(map)], tensor.Dimensions);

    private static ConstantTensor Choose(GraphNode node)
    {
        var (first, second) = Broadcast(node, node.Constant(1), node.Constant(2));
        var (condition, _) = Broadcast(node, node.Constant(0), first);
        (first, second) = (Broadcast(node, first, condition).First, Broadcast(node, second, condition).First);
        if (first.IsFloat != second.IsFloat)
            throw node.CreateError("mixes floats and integers");
        bool[] chosen = [.. condition.Integers.ToArray().Select(integer => integer.Number != 0)];
        return first.IsFloat
            ? ConstantTensor.Create(first.Name, first.Type, [.. chosen.Select((choice, index) => (choice ? first : second).Floats[index])], first.Dimensions)
            : ConstantTensor.Create(first.Name, first.Type, [.. chosen.Select((choice, index) => (choice ? first : second).Integers[index])], first.Dimensions);
    }

    private static (ConstantTensor First, ConstantTensor Second) Broadcast(GraphNode node, ConstantTensor first, ConstantTensor second)
    {
        if (first.Dimensions.SequenceEqual(second.Dimensions))
            return (first, second);
        var rank = Math.Max(first.Rank, second.Rank);
        var dimensions = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var (x, y) = (Dimension(first, axis - (rank - first.Rank)), Dimension(second, axis - (rank - second.Rank)));
            dimensions[axis] = x == y || y == 1 ? x : x == 1 ? y
                : throw node.CreateError($"combines [{string.Join(", ", first.Dimensions)}] with [{string.Join(", ", second.Dimensions)}]");
        }

        return (Broadcast(node, first, dimensions), Broadcast(node, second, dimensions));
    }

    private static int Dimension(ConstantTensor tensor, int axis) => axis < 0 ? 1 : tensor.Dimensions[axis];

    private static ConstantTensor Broadcast(GraphNode node, ConstantTensor tensor, int[] dimensions)
    {
        var own = ConstantLayout.Strides(tensor.Dimensions);
        var shift = dimensions.Length - tensor.Rank;
        return ConstantLayout.CopyStrided(node, tensor, dimensions, [.. dimensions.Select((_, axis) => Dimension(tensor, axis - shift) == 1 ? 0 : own[axis - shift])]);
    }
}
