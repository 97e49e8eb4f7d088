namespace MlNetRecurrent.Training;

/// <summary>
/// What the fused optimizers have in common: they update each parameter in one pass over its memory, with gradient clipping, weight decay and the
/// moving average of the weights in the same pass.
/// </summary>
/// <remarks>
/// <para>
/// Each of them is the optimizer of TorchSharp that it derives from, with the same formulas, options, parameter groups and state, and works with
/// TorchSharp's learning-rate schedulers. Results differ from those of TorchSharp by rounding. The number of threads changes no bit.
/// </para>
/// <para>
/// The pass is used for parameters of type float32 in the memory of the CPU that are contiguous, as are their gradients. If a parameter is of another
/// kind, or an option is one that the pass does not have, the whole step is one of the optimizer of TorchSharp, after
/// <c>nn.utils.clip_grad_norm_</c>.
/// </para>
/// <para>
/// <c>zero_grad</c> removes the gradients, as <c>set_to_none</c> does in PyTorch, so that the next backward pass need not add to zeros. Parameters
/// without a gradient are skipped. Not thread-safe.
/// </para>
/// </remarks>
public interface IFusedOptimizer
{
    /// <summary>
    /// The maximum Euclidean norm of the gradients of all parameters together, above 0: larger gradients are scaled down to it (Pascanu et al. 2013,
    /// as <c>nn.utils.clip_grad_norm_</c>). The gradients themselves are left unchanged. Null for no clipping.
    /// </summary>
    /// <value>Default: null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The norm is not above 0.</exception>
    double? MaxGradientNorm { get; set; }

    /// <summary>The moving average to which each step adds the new weights; null for none. The caller disposes it.</summary>
    /// <value>Default: null.</value>
    /// <exception cref="ArgumentException">The average has a parameter that is not one of the optimizer.</exception>
    WeightAverage? Average { get; set; }
}
