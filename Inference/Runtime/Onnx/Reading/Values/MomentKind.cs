namespace MlNetRecurrent.Onnx;

/// <summary>What is known about the mean or the variance of some features.</summary>
internal enum MomentKind
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The variance plus epsilon.</summary>
    Variance,

    /// <summary>The square root of the variance plus epsilon.</summary>
    Deviation,

    /// <summary>1 / the square root of the variance plus epsilon.</summary>
    Reciprocal,
}
