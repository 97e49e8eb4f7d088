namespace MlNetRecurrent.Onnx;

/// <summary>The size of a value of a graph when the graph runs.</summary>
/// <param name="Dimensions">The size of each axis, or null if the rank is unknown.</param>
/// <param name="Total">The number of elements; at most the product of the dimensions.</param>
/// <param name="Elements">The elements of shapes, axes and indices: those that are few and do not depend on the values of inputs; else null.</param>
/// <param name="IsConstant">Whether hosts may compute the value when they load the file.</param>
internal sealed record SizedValue(SymbolicSize[]? Dimensions, SymbolicSize Total, SymbolicSize[]? Elements = null, bool IsConstant = false)
{
    /// <summary>The maximum number of elements that are tracked; larger values are weights, not shapes.</summary>
    public const int MaxElements = 256;

    public static SizedValue FromDimensions(params SymbolicSize[] dimensions) => new(dimensions, Product(dimensions));

    /// <summary>A value with known elements.</summary>
    public static SizedValue FromElements(SymbolicSize[] elements, params SymbolicSize[] dimensions) =>
        FromDimensions(dimensions) with { Elements = elements.Length <= MaxElements ? elements : null };

    public static SymbolicSize Product(IEnumerable<SymbolicSize> dimensions) =>
        dimensions.Aggregate(SymbolicSize.One, (product, dimension) => product.Multiply(dimension));

    /// <summary>
    /// Whether the elements are sizes or stored integers, not results of arithmetic, which hosts may round: comparisons of them are certain.
    /// </summary>
    public bool IsCertain { get; init; }

    /// <summary>The same elements in another shape.</summary>
    public SizedValue WithDimensions(SymbolicSize[]? dimensions) => this with { Dimensions = dimensions };
}
