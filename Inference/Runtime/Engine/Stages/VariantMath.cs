namespace MlNetRecurrent.Engine;

/// <summary>
/// The arithmetic of cells with other activations, clipping, peepholes or coupled gates, after their products: the equations of ONNX.
/// </summary>
internal abstract unsafe class VariantMath
{
    /// <summary>h(t) = f(W x(t) + R h(t-1) + b).</summary>
    public abstract void StepRnn(in VariantCall call);

    /// <summary>c(t) = f * c(t-1) + i * g, h(t) = o * h(c(t)), where i and f also depend on c(t-1), and o on c(t), through the peepholes.</summary>
    public abstract void StepLstm(in VariantCall call);

    /// <summary>The first pass of a GRU whose reset gate precedes the recurrent product: r * h(t-1).</summary>
    public abstract void ResetHidden(in VariantCall call);

    /// <summary>h(t) = (1 - z) * n + z * h(t-1).</summary>
    public abstract void StepGru(in VariantCall call);
}
