namespace MlNetRecurrent.Onnx;

/// <summary>The role of an input of a graph.</summary>
internal enum InputKind
{
    /// <summary>The input sequences.</summary>
    Sequence,

    /// <summary>Initial states.</summary>
    State,

    /// <summary>The length of each sequence.</summary>
    Lengths,

    /// <summary>An input that does not affect any output.</summary>
    Unused,

    /// <summary>An input that affects outputs in another way, such as static features.</summary>
    Other,
}
