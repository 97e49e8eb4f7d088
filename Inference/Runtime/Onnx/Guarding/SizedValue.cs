namespace MlNetRecurrent.Onnx;

/// <summary>How large a value of a graph gets when the graph runs.</summary>
/// <param name="Dimensions">The size of each axis, or null where not even their number is known.</param>
/// <param name="Total">How many numbers there are; at most the product of the dimensions.</param>
/// <param name="Elements">The numbers themselves, where they are few and no values are fed into them: shapes, axes and indices.</param>
/// <param name="IsConstant">Whether hosts may compute it when the file is loaded.</param>
internal sealed record SizedValue(SymbolicSize[]? Dimensions, SymbolicSize Total, SymbolicSize[]? Elements = null, bool IsConstant = false)
{
    /// <summary>More numbers than any shape has are weights.</summary>
    public const int MaxElements = 256;

    public static SizedValue FromDimensions(params SymbolicSize[] dimensions) => new(dimensions, Product(dimensions));

    /// <summary>A vector of numbers.</summary>
    public static SizedValue FromElements(SymbolicSize[] elements, params SymbolicSize[] dimensions) =>
        FromDimensions(dimensions) with { Elements = elements.Length <= MaxElements ? elements : null };

    public static SymbolicSize Product(IEnumerable<SymbolicSize> dimensions) => dimensions.Aggregate(SymbolicSize.One, (product, dimension) => product.Multiply(dimension));

    /// <summary>The same numbers in another shape.</summary>
    public SizedValue WithDimensions(SymbolicSize[]? dimensions) => this with { Dimensions = dimensions };
}
