using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The vector widths that run on this processor.</summary>
internal static class KernelWidths
{
    public static IReadOnlyList<VectorWidth> All { get; } =
    [
        .. new[] { VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar }
            .Where(width => width.Floats <= VectorWidth.Widest.Floats),
    ];

    public static VectorWidth Parse(int floats) => All.Single(width => width.Floats == floats);
}
