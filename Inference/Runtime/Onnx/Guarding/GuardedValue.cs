namespace MlNetRecurrent.Onnx;

/// <summary>How large a value of a graph gets when the graph runs.</summary>
/// <param name="Dimensions">The size of each axis, or null where not even their number is known.</param>
/// <param name="Total">How many numbers there are; at most the product of the dimensions.</param>
/// <param name="Numbers">The numbers themselves, where they are few and no values are fed into them: shapes, axes and indices.</param>
/// <param name="IsConstant">Whether hosts may compute it when the file is loaded.</param>
internal sealed record GuardedValue(Size[]? Dimensions, Size Total, Size[]? Numbers = null, bool IsConstant = false)
{
    /// <summary>More numbers than any shape has are weights.</summary>
    public const int MostNumbers = 256;

    public static GuardedValue Of(params Size[] dimensions) => new(dimensions, Product(dimensions));

    /// <summary>A vector of numbers.</summary>
    public static GuardedValue OfNumbers(Size[] numbers, params Size[] dimensions) =>
        Of(dimensions) with { Numbers = numbers.Length <= MostNumbers ? numbers : null };

    public static Size Product(IEnumerable<Size> dimensions) => dimensions.Aggregate(Size.One, (product, dimension) => product.Times(dimension));

    /// <summary>The same numbers in another shape.</summary>
    public GuardedValue Shaped(Size[]? dimensions) => this with { Dimensions = dimensions };
}
