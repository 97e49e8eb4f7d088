using System.Runtime.CompilerServices;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The activations of gates, and the factors that their gradients pass.</summary>
internal static class Gates<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Computes 1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var one = TMath.Broadcast(1);
        return TMath.Divide(one, TMath.Add(Exponential<TMath, TVector>.ExpNegative(x), one));
    }

    /// <summary>Computes tanh(x) as (e^2x - 1) / (e^2x + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var e = Exponential<TMath, TVector>.ExpTwiceMinusOne(x);
        return TMath.Divide(e, TMath.Add(e, TMath.Broadcast(2)));
    }

    /// <summary>Computes y (1 - y), the derivative of the sigmoid y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SigmoidSlope(TVector y) => TMath.Multiply(y, TMath.Subtract(TMath.Broadcast(1), y));

    /// <summary>Computes 1 - y², the derivative of y = tanh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TanhSlope(TVector y) => TMath.Subtract(TMath.Broadcast(1), TMath.Multiply(y, y));
}
