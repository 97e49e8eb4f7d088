namespace MlNetRecurrent.Onnx;

/// <summary>One axis of a signal: the product of its factors, slowest first; none is size 1.</summary>
internal sealed record Axis(params IReadOnlyList<AxisFactor> Factors)
{
    public static Axis One { get; } = new();

    /// <summary>Whether the size is 1, whatever is fed.</summary>
    public bool IsOne => Factors.All(factor => factor.Size == 1);

    public SymbolicInteger Extent => Factors.Aggregate(SymbolicInteger.From(1), (product, factor) => product.Multiply(SymbolicInteger.From(factor)));

    /// <summary>The one factor of the axis, apart from such of size 1; or null.</summary>
    public AxisFactor? Single => Factors.Count == 1 ? Factors[0] : Long(Factors).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Whether the axis is made of these factors, in this order, apart from such of size 1.</summary>
    public bool Is(params IEnumerable<AxisFactor> factors) => Long(Factors).SequenceEqual(Long(factors));

    private static IEnumerable<AxisFactor> Long(IEnumerable<AxisFactor> factors) => factors.Where(factor => factor.Size != 1);
}
