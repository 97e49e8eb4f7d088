using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Elementwise operators on constants, with ONNX broadcasting.</summary>
internal static class ConstantArithmetic
{
    /// <summary>Computes Min, Max and Sum of any number of constants.</summary>
    public static ConstantTensor Accumulate(GraphNode node)
    {
        var result = node.Constant(0);
        for (var index = 1; index < node.InputCount; index++)
            result = Apply(node, result, node.Constant(index));
        return result;
    }

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
                if (first.IsFloat && second.IsFloat)
                    return CompareFloats(node, first, second);
                if (first.IsFloat || second.IsFloat)
                    (first, second) = (ToIntegers(node, first), ToIntegers(node, second));
                var compared = first.Integers.ToArray().Zip(second.Integers.ToArray(), (x, y) => Truth(Compare(node, x, y)));
                return ConstantTensor.Create(first.Name, DataType.Bool, [.. compared], first.Dimensions);
        }
    }

    /// <summary>Computes Add, Sub, Mul, Div, Min and Max.</summary>
    public static ConstantTensor Apply(GraphNode node, ConstantTensor left, ConstantTensor right)
    {
        var (first, second) = Broadcast(node, left, right);
        node.Budget.Charge(first.Dimensions);
        // Sizes that were cast to float, with a number: the result is a size again where the number is whole.
        if (first.IsFloat != second.IsFloat)
            (first, second) = (ToIntegers(node, first), ToIntegers(node, second));
        if (!first.IsFloat)
        {
            var computed = first.Integers.ToArray().Zip(second.Integers.ToArray(), (x, y) => Compute(node, x, y));
            return ConstantTensor.Create(first.Name, first.Type, [.. computed], first.Dimensions);
        }

        Func<float, float, float> compute = node.Operator switch
        {
            "Add" or "Sum" => (x, y) => x + y,
            "Pow" => MathF.Pow,
            "Mod" => throw node.CreateError("is not supported on floats"),
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
        "Add" or "Sum" => x.Add(y),
        "Mod" => Remainder(node, RequireNumber(node, x), RequireNumber(node, y)),
        "Pow" => Power(node, x, RequireNumber(node, y)),
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
        "And" => RequireNumber(node, x) != 0 && RequireNumber(node, y) != 0,
        "Or" => RequireNumber(node, x) != 0 || RequireNumber(node, y) != 0,
        "Xor" => (RequireNumber(node, x) != 0) != (RequireNumber(node, y) != 0),
        "Less" => !x.Equals(y) && IsLess(node, x, y),
        "LessOrEqual" => x.Equals(y) || IsLess(node, x, y),
        "Greater" => !x.Equals(y) && IsLess(node, y, x),
        _ => x.Equals(y) || IsLess(node, y, x),
    };

    private static bool IsLess(GraphNode node, SymbolicInteger x, SymbolicInteger y) =>
        y.Number <= 0 && !x.IsKnown ? false
        : x.Number <= 0 && !y.IsKnown || RequireNumber(node, x) < RequireNumber(node, y);

    private static ConstantTensor CompareFloats(GraphNode node, ConstantTensor first, ConstantTensor second)
    {
        Func<float, float, bool> compare = node.Operator switch
        {
            "Equal" => (x, y) => x == y,
            "Less" => (x, y) => x < y,
            "LessOrEqual" => (x, y) => x <= y,
            "Greater" => (x, y) => x > y,
            "GreaterOrEqual" => (x, y) => x >= y,
            _ => throw node.CreateError("is not supported on floats"),
        };
        var compared = first.FloatArray.Zip(second.FloatArray, (x, y) => Truth(compare(x, y)));
        return ConstantTensor.Create(first.Name, DataType.Bool, [.. compared], first.Dimensions);
    }

    private static ConstantTensor ToIntegers(GraphNode node, ConstantTensor tensor)
    {
        if (!tensor.IsFloat)
            return tensor;
        // Whole numbers of this size are exact.
        const float Exact = 1 << 24;
        return tensor.FloatArray.All(value => value == MathF.Truncate(value) && MathF.Abs(value) <= Exact)
            ? ConstantTensor.Create(
                tensor.Name, tensor.Type, [.. tensor.FloatArray.Select(value => SymbolicInteger.From((long)value))], tensor.Dimensions)
            : throw node.CreateError("combines the size of an input with a number that is not whole");
    }

    // The sign is that of the divisor.
    private static SymbolicInteger Remainder(GraphNode node, long x, long y)
    {
        if (y == 0)
            throw node.CreateError("an integer is divided by 0");
        var remainder = y == -1 ? 0 : x % y;
        return SymbolicInteger.From(remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder);
    }

    private static SymbolicInteger Power(GraphNode node, SymbolicInteger x, long exponent)
    {
        const int MaxExponent = 64;
        if (exponent is < 0 or > MaxExponent)
            throw node.CreateError($"raises an integer to the power {exponent}, expected 0 to {MaxExponent}");
        var power = SymbolicInteger.From(1);
        for (var factor = 0; factor < exponent; factor++)
            power = power.Multiply(x);
        return power;
    }

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
