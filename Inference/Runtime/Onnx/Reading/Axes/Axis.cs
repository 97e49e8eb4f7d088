namespace MlNetRecurrent.Onnx;

/// <summary>
/// One axis of a signal: the product of its factors, the slowest-varying first (row-major). An axis without factors has size 1.
/// </summary>
internal sealed record Axis(params IReadOnlyList<AxisFactor> Factors)
{
    public static Axis One { get; } = new();

    /// <summary>Whether the size is 1 for all inputs.</summary>
    public bool IsOne => Factors.All(factor => factor.Size == 1);

    public SymbolicInteger Size => Factors.Aggregate(SymbolicInteger.From(1), (product, factor) => product.Multiply(SymbolicInteger.From(factor)));

    /// <summary>The only factor of the axis or, if there are several, the only one of a size other than 1; null otherwise.</summary>
    public AxisFactor? Single => Factors.Count == 1 ? Factors[0] : WithoutOnes(Factors).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Whether the axis consists of these factors in this order, ignoring factors of size 1.</summary>
    public bool Is(params IEnumerable<AxisFactor> factors) => WithoutOnes(Factors).SequenceEqual(WithoutOnes(factors));

    /// <summary>Whether the axis consists of these factors in any order, ignoring factors of size 1.</summary>
    public bool HasAllOf(IEnumerable<AxisFactor> factors)
    {
        var rest = WithoutOnes(factors).ToList();
        return WithoutOnes(Factors).All(rest.Remove) && rest.Count == 0;
    }

    private static IEnumerable<AxisFactor> WithoutOnes(IEnumerable<AxisFactor> factors) => factors.Where(factor => factor.Size != 1);
}
