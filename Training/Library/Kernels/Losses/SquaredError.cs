using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>d^2, with the derivative 2 d.</summary>
internal readonly struct SquaredError : IErrorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GetSlope<TMath, TVector>(TVector difference, TVector delta)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct => TMath.Add(difference, difference);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GetLoss<TMath, TVector>(TVector difference, TVector slope)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct => TMath.Multiply(difference, difference);
}
