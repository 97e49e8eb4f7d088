namespace MlNetRecurrent.Onnx;

/// <summary>What an input of a foreign graph is for.</summary>
internal enum InputKind
{
    /// <summary>The sequences.</summary>
    Sequence,

    /// <summary>Initial states.</summary>
    State,

    /// <summary>The length of each sequence.</summary>
    Lengths,

    /// <summary>Nothing that reaches an output.</summary>
    Unused,
}
