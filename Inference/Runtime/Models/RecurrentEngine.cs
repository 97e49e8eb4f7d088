namespace MlNetRecurrent;

/// <summary>The engine that computes the outputs of a model. The outputs of the engines agree to 1e-5.</summary>
public enum RecurrentEngine
{
    /// <summary>The managed engine for every network that it supports, and ONNX Runtime for the others, such as int8 files.</summary>
    Auto,

    /// <summary>Vectorized C# on the weights of the file: no native code, no call overhead of 10 µs per sequence, no allocations.</summary>
    Managed,

    /// <summary>ONNX Runtime, the reference, which runs any file.</summary>
    OnnxRuntime,
}
