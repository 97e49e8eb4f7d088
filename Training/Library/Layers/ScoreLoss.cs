using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A loss of scores, with its targets.</summary>
internal abstract class ScoreLoss
{
    /// <summary>Whether the kernels can compute the loss: targets in their types, on the CPU, and without gradients.</summary>
    public abstract bool IsCovered { get; }

    /// <summary>Checks that the targets match the scores.</summary>
    /// <param name="shape">The shape of the scores.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public abstract void Check(long[] shape);

    /// <summary>Computes the loss by LibTorch.</summary>
    public abstract Tensor RunFormula(Tensor scores);

    /// <summary>Creates the kernel that computes the loss.</summary>
    /// <param name="views">Gives it the memory of the targets.</param>
    /// <param name="count">The number of scores.</param>
    public abstract LossKernel CreateKernel(TensorViews views, int count);

    /// <summary>Creates the error for shapes that do not match.</summary>
    protected static ArgumentException Mismatch(string scores, long[] shape, string targets, long[] targetShape, string expected) => new(
        $"The {scores} have shape [{string.Join(", ", shape)}] and the {targets} [{string.Join(", ", targetShape)}], expected {expected}.");
}
