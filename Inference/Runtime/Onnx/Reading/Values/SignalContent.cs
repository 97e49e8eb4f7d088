namespace MlNetRecurrent.Onnx;

/// <summary>What a signal holds: the input, hidden states, or the output of a head.</summary>
internal abstract record SignalContent
{
    /// <summary>The name in error messages.</summary>
    public abstract string Description { get; }
}
