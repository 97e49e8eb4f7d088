using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Checks the shapes of tensors passed by callers, for clearer messages than LibTorch's.</summary>
internal static class TensorShapes
{
    /// <param name="tensor">The tensor to check.</param>
    /// <param name="name">The name of the tensor in messages.</param>
    /// <param name="expected">The expected sizes; null for any.</param>
    /// <exception cref="ArgumentException">The shape differs, or a size is 0.</exception>
    public static void Check(Tensor tensor, string name, ReadOnlySpan<long?> expected)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var shape = tensor.shape;
        var matches = shape.Length == expected.Length;
        for (var axis = 0; matches && axis < shape.Length; axis++)
            matches = shape[axis] >= 1 && (expected[axis] ?? shape[axis]) == shape[axis];
        if (matches)
            return;
        var sizes = expected.ToArray().Select(size => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any");
        throw new ArgumentException(
            $"The shape of the {name} is [{string.Join(", ", shape)}], expected [{string.Join(", ", sizes)}], each size at least 1.");
    }
}
