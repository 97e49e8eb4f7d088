namespace MlNetRecurrent.Onnx;

/// <summary>
/// Rules for functions that several nodes compute together from the same values, such as GELU, x * (1 + erf(x / sqrt(2))) / 2. The nodes are composed
/// to one function, which <see cref="ElementwiseFunctions"/> recognizes by its values.
/// </summary>
internal static class ElementwiseRules
{
    // A node may use the same values twice, so that the cost of a function could double at every node.
    private const int MaxCost = 256;

    /// <summary>Combines two signals that are functions of the same values; returns null if they are not.</summary>
    public static SignalValue? TryCombine(GraphNode node)
    {
        Func<double, double, double>? combine = node.Operator switch
        {
            "Add" => (x, y) => x + y,
            "Sub" => (x, y) => x - y,
            "Mul" => (x, y) => x * y,
            "Div" => (x, y) => x / y,
            "Max" => Math.Max,
            "Min" => Math.Min,
            _ => null,
        };
        if (combine is null || node.InputCount != 2)
            return null;
        var (first, second) = (node.Signal(0), node.Signal(1));
        if (!HaveSameAxes(first, second) || !ContentComparison.HaveSameOrigin(first.Content, second.Content))
            return null;
        var common = 0;
        while (common < first.Content.Steps.Count && common < second.Content.Steps.Count
            && ReferenceEquals(first.Content.Steps[common], second.Content.Steps[common]))
        {
            common++;
        }

        if (TryCompose(first.Content.Steps.Skip(common)) is not { } left || TryCompose(second.Content.Steps.Skip(common)) is not { } right)
            return null;
        var shared = ChainContent.Create(first.Content.Origin, [.. first.Content.Steps.Take(common)], first.Content.Units);
        var (one, other) = (left.Function, right.Function);
        return Append(node, first with { Content = shared }, x => combine(one(x), other(x)), left.Cost + right.Cost + 1);
    }

    /// <summary>Applies a function that is part of a larger one, such as Erf; returns null for other operators.</summary>
    public static SignalValue? TryApply(GraphNode node)
    {
        Func<double, double>? function = node.Operator switch
        {
            "Erf" => ElementwiseFunctions.Erf,
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            "Sqrt" => Math.Sqrt,
            "Abs" => Math.Abs,
            "Reciprocal" => x => 1 / x,
            "Pow" when node.Input(1) is ConstantValue { Tensor: var tensor } && tensor.TryGetUniformElement() is { } power => Power(power),
            _ => null,
        };
        return function is null ? null : Append(node, node.Signal(0), function, 1);
    }

    /// <summary>The function that consecutive steps compute, and its cost; null if a step is not the same function of each feature.</summary>
    public static (Func<double, double> Function, int Cost)? TryCompose(IEnumerable<ChainStep> steps)
    {
        Func<double, double> function = x => x;
        var cost = 0;
        foreach (var step in steps)
        {
            Func<double, double>? next = step switch
            {
                AffineStep { Uniform: { } affine } => x => (x * affine.Scale) + affine.Shift,
                ActivationStep activation => x => ElementwiseFunctions.Compute(activation.Function, x),
                BoundStep bound => x => Math.Min(Math.Max(x, bound.Minimum ?? double.MinValue), bound.Maximum ?? double.MaxValue),
                ElementwiseStep elementwise => elementwise.Function,
                _ => null,
            };
            if (next is null)
                return null;
            var previous = function;
            function = x => next(previous(x));
            cost += step is ElementwiseStep { Cost: var own } ? own : 1;
        }

        return (function, cost);
    }

    private static SignalValue Append(GraphNode node, SignalValue signal, Func<double, double> function, int cost) => cost <= MaxCost
        ? ActivationRules.Append(node, signal, new ElementwiseStep(function, cost, $"{node.Operator} node '{node.Name}'"))
        : throw node.CreateError("is part of a function of too many nodes");

    private static Func<double, double> Power(ConstantTensor exponent)
    {
        var power = exponent.IsFloat ? exponent.Floats[0] : exponent.GetIntegers()[0];
        return x => Math.Pow(x, power);
    }

    private static bool HaveSameAxes(SignalValue first, SignalValue second) =>
        first.Rank == second.Rank && first.Axes.Zip(second.Axes).All(pair => pair.First.Factors.SequenceEqual(pair.Second.Factors));
}
