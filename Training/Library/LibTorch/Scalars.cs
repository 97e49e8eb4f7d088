using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>Scalars that live as long as the process, for operators that run many times.</summary>
/// <remarks>
/// TorchSharp's <c>a + b</c> on tensors passes a temporary scalar to the native call and keeps no reference to it: under memory
/// pressure its finalizer can free it while LibTorch still reads it, and the call fails with "alpha must not be a floating point number".
/// </remarks>
internal static class Scalars
{
    /// <summary>The factor of the second operand of an addition.</summary>
    public static Scalar One { get; } = 1;
}
