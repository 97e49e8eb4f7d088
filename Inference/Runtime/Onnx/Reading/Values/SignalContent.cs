namespace MlNetRecurrent.Onnx;

/// <summary>What a signal holds: the input, hidden states, or what a chain of layers computes from one of them.</summary>
internal abstract record SignalContent
{
    /// <summary>The name in error messages.</summary>
    public abstract string Description { get; }

    /// <summary>The input or the states from which a chain computes the content; the content itself if there is no chain.</summary>
    public virtual SignalContent Origin => this;

    /// <summary>What is computed from the origin.</summary>
    public virtual IReadOnlyList<ChainStep> Steps => [];

    /// <summary>The factors that enumerate the features of one time step, row-major; null if they are not known yet.</summary>
    public abstract IReadOnlyList<AxisFactor>? Units { get; }
}
