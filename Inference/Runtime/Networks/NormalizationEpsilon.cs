namespace MlNetRecurrent;

/// <summary>The constants added to a variance before its square root is taken, which prevent a division by 0.</summary>
internal static class NormalizationEpsilon
{
    /// <summary>The constant of layer normalization: PyTorch's default, and that of the ONNX operator.</summary>
    public const double Layer = 1e-5;

    /// <summary>
    /// The constant of window normalization. It is small compared to the values, which the training data's statistics have already standardized.
    /// </summary>
    public const double Window = 1e-5;
}
