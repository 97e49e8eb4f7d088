namespace MlNetRecurrent;

/// <summary>What computes a model's answers. The engines agree to 1e-5.</summary>
public enum RecurrentEngine
{
    /// <summary>The managed engine for every network that it computes, ONNX Runtime for the rest, such as int8 files.</summary>
    Auto,

    /// <summary>Vectorised C# over the weights of the file: no native code, no call of 10 us a sequence, nothing allocated.</summary>
    Managed,

    /// <summary>ONNX Runtime: any file, and the reference.</summary>
    OnnxRuntime,
}
