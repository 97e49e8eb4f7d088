using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// d^2 / 2 up to |d| = delta, then delta * (|d| - delta / 2). Both are s * (d - s / 2), where s, the derivative, is d clamped to [-delta, delta].
/// </summary>
internal readonly struct HuberError : IErrorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GetSlope<TMath, TVector>(TVector difference, TVector delta)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct => TMath.Clamp(difference, delta);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GetLoss<TMath, TVector>(TVector difference, TVector slope)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct =>
        TMath.Multiply(slope, TMath.Subtract(difference, TMath.Multiply(slope, TMath.Broadcast(0.5f))));
}
