namespace MlNetRecurrent.Onnx;

/// <summary>One map of a chain, applied to the features of each time step or of the pooled states.</summary>
internal abstract record ChainStep
{
    /// <summary>The name in error messages.</summary>
    public abstract string Description { get; }
}
