namespace MlNetRecurrent;

/// <summary>What is added to a variance before its root is taken, so that what has no spread is not divided by 0.</summary>
internal static class NormalizationEpsilon
{
    /// <summary>Of a layer normalisation: PyTorch's own, which ONNX's operator shares.</summary>
    public const double Layer = 1e-5;

    /// <summary>Of a sequence that is normalised by its own level, in units of the fitted deviation.</summary>
    public const double Window = 1e-5;
}
