using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Elementwise operators on constants, with ONNX broadcasting.</summary>
internal static class ConstantArithmetic
{
    /// <summary>Computes Not, Neg, Where and comparisons.</summary>
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
                    ? ConstantTensor.Create(tensor.Name, tensor.Type, [.. tensor.FloatArray.Select(value => -value)], tensor.Dimensions)
                    : Map(tensor, integer => integer.Multiply(SymbolicInteger.From(-1)));
            case "Where":
                return Choose(node);
            default:
                var (first, second) = Broadcast(node, node.Constant(0), node.Constant(1));
                var compared = first.Integers.ToArray().Zip(second.Integers.ToArray(), (x, y) => Truth(Compare(node, x, y)));
                return ConstantTensor.Create(first.Name, DataType.Bool, [.. compared], first.Dimensions);
        }
    }

    /// <summary>Computes Add, Sub, Mul, Div, Min and Max.</summary>
    public static ConstantTensor Apply(GraphNode node, ConstantTensor left, ConstantTensor right)
    {
        var (first, second) = Broadcast(node, left, right);
        node.Budget.Charge(first.Dimensions);
        if (first.IsFloat != second.IsFloat)
            throw node.CreateError("mixes floats and integers");
        if (!first.IsFloat)
        {
            var computed = first.Integers.ToArray().Zip(second.Integers.ToArray(), (x, y) => Compute(node, x, y));
            return ConstantTensor.Create(first.Name, first.Type, [.. computed], first.Dimensions);
        }

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
        "Min" => RequireNumber(node, x) < RequireNumber(node, y) ? x : y,
        _ => RequireNumber(node, x) > RequireNumber(node, y) ? x : y,
    };

    // Dynamic sizes are at least 1, so they never equal placeholders such as 0 or -1.
    private static bool Compare(GraphNode node, SymbolicInteger x, SymbolicInteger y) => node.Operator switch
    {
        "Equal" => x.Equals(y),
        "Less" => y.Number <= 0 && !x.IsKnown ? false : RequireNumber(node, x) < RequireNumber(node, y),
        _ => y.Number <= 0 && !x.IsKnown || RequireNumber(node, x) > RequireNumber(node, y),
    };

    private static long RequireNumber(GraphNode node, SymbolicInteger extent) =>
        extent.Number ?? throw node.CreateError($"compares {extent}, which depends on the inputs");

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
        if (first.IsFloat)
        {
            float[] floats = [.. chosen.Select((choice, index) => (choice ? first : second).Floats[index])];
            return ConstantTensor.Create(first.Name, first.Type, floats, first.Dimensions);
        }

        SymbolicInteger[] integers = [.. chosen.Select((choice, index) => (choice ? first : second).Integers[index])];
        return ConstantTensor.Create(first.Name, first.Type, integers, first.Dimensions);
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
                : throw node.CreateError($"cannot broadcast [{string.Join(", ", first.Dimensions)}] with [{string.Join(", ", second.Dimensions)}]");
        }

        return (Broadcast(node, first, dimensions), Broadcast(node, second, dimensions));
    }

    private static int Dimension(ConstantTensor tensor, int axis) => axis < 0 ? 1 : tensor.Dimensions[axis];

    private static ConstantTensor Broadcast(GraphNode node, ConstantTensor tensor, int[] dimensions)
    {
        var strides = ConstantLayout.Strides(tensor.Dimensions);
        var shift = dimensions.Length - tensor.Rank;
        int[] broadcast = [.. dimensions.Select((_, axis) => Dimension(tensor, axis - shift) == 1 ? 0 : strides[axis - shift])];
        return ConstantLayout.CopyStrided(node, tensor, dimensions, broadcast);
    }
}
