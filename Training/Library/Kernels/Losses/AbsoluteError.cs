using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>|d|, with the derivative 1 for positive, -1 for negative differences, and 0 between.</summary>
internal readonly struct AbsoluteError : IErrorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GetSlope<TMath, TVector>(TVector difference, TVector delta)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        // A difference that is neither, which is 0 or NaN, stands for itself.
        var negated = TMath.Subtract(TMath.Broadcast(0), difference);
        return TMath.SelectNegative(difference, TMath.Broadcast(-1), TMath.SelectNegative(negated, TMath.Broadcast(1), difference));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GetLoss<TMath, TVector>(TVector difference, TVector slope)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct => TMath.Abs(difference);
}
