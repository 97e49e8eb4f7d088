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

    /// <summary>Computes two sigmoids with one division: 1 / (a b) is a factor of both 1 / a and 1 / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector First, TVector Second) Sigmoids(TVector first, TVector second)
    {
        var one = TMath.Broadcast(1);
        var a = TMath.Add(Exponential<TMath, TVector>.ExpNegative(first), one);
        var b = TMath.Add(Exponential<TMath, TVector>.ExpNegative(second), one);
        var inverse = TMath.Divide(one, TMath.Multiply(a, b));
        return (TMath.Multiply(inverse, b), TMath.Multiply(inverse, a));
    }

    /// <summary>Computes tanh(x) and the sigmoid of y with one division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector Tanh, TVector Sigmoid) TanhAndSigmoid(TVector x, TVector y)
    {
        var one = TMath.Broadcast(1);
        var e = Exponential<TMath, TVector>.ExpTwiceMinusOne(x);
        var a = TMath.Add(e, TMath.Broadcast(2));
        var b = TMath.Add(Exponential<TMath, TVector>.ExpNegative(y), one);
        var inverse = TMath.Divide(one, TMath.Multiply(a, b));
        return (TMath.Multiply(e, TMath.Multiply(inverse, b)), TMath.Multiply(inverse, a));
    }

    /// <summary>Computes y (1 - y), the derivative of the sigmoid y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SigmoidSlope(TVector y) => TMath.Multiply(y, TMath.Subtract(TMath.Broadcast(1), y));

    /// <summary>Computes 1 - y², the derivative of y = tanh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TanhSlope(TVector y) => TMath.Subtract(TMath.Broadcast(1), TMath.Multiply(y, y));
}
