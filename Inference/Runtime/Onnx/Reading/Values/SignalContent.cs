namespace MlNetRecurrent.Onnx;

/// <summary>How far a signal is on the way from the input to the answer.</summary>
internal abstract record SignalContent
{
    /// <summary>What errors call it.</summary>
    public abstract string Description { get; }
}
