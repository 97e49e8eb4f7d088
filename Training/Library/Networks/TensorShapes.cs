using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks the shapes of what users hand in, where LibTorch would answer with a page of native text.</summary>
internal static class TensorShapes
{
    /// <param name="tensor">What was handed in.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="expected">The sizes, null for any.</param>
    /// <exception cref="ArgumentException">The shape is another one, or empty.</exception>
    public static void Check(Tensor tensor, string name, ReadOnlySpan<long?> expected)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var shape = tensor.shape;
        var fits = shape.Length == expected.Length;
        for (var axis = 0; fits && axis < shape.Length; axis++)
            fits = shape[axis] >= 1 && (expected[axis] ?? shape[axis]) == shape[axis];
        if (!fits)
            throw new ArgumentException($"The {name} has the shape [{string.Join(", ", shape)}], expected [{string.Join(", ", expected.ToArray().Select(size => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any"))}], none of them 0.");
    }
}
