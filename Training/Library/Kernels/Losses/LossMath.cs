using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Losses of parts of a batch with their gradients, on the calling thread.</summary>
internal abstract unsafe class LossMath
{
    /// <summary>The losses for the widest vectors that this processor supports.</summary>
    public static LossMath Widest { get; } = Create(VectorWidth.Widest);

    /// <summary>Creates the losses for a vector width.</summary>
    public static LossMath Create(VectorWidth width) => width.Floats switch
    {
        16 => new LossMath<Vectors512, Vector512<float>>(),
        8 => new LossMath<Vectors256, Vector256<float>>(),
        4 => new LossMath<Vectors128, Vector128<float>>(),
        _ => new LossMath<SingleFloat, float>(),
    };

    /// <summary>Sums a loss of differences.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="delta">The delta of the Huber loss.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="gradient">Receives the gradient, multiplied by the factor; may be the scores; null if it is not wanted.</param>
    /// <param name="count">The number of scores.</param>
    /// <param name="factor">The factor of the gradient.</param>
    public abstract double SumDifferences(
        DifferenceLoss loss, float delta, float* scores, float* targets, float* gradient, int count, float factor);

    /// <summary>Computes the cross-entropy of a row: log(sum(e^scores)) - scores[target].</summary>
    /// <param name="scores">The scores of the classes.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="target">The class of the row.</param>
    /// <param name="gradient">Receives the gradient, multiplied by the factor; may be the scores; null if it is not wanted.</param>
    /// <param name="factor">The factor of the gradient.</param>
    public abstract double CrossEntropy(float* scores, int classes, int target, float* gradient, float factor);

    /// <summary>Multiplies values by a factor.</summary>
    public abstract void Scale(float* values, float* target, nint count, float factor);
}
