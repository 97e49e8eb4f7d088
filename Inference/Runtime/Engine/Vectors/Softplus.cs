using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>log(1 + e^x) without branches: max(x, 0) + log(1 + u), with u = e^-|x| from 0 to 1.</summary>
/// <typeparam name="TMath">The operations of the vector type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal static class Softplus<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>Computes log(1 + e^x); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Compute(TVector x)
    {
        var power = Exponential<TMath, TVector>.ExpNonPositive(TMath.Subtract(TMath.Broadcast(0), TMath.Abs(x)));
        return TMath.Add(TMath.Relu(x), LogOfOnePlus(power));
    }

    // log(1 + u) = 2 artanh(s) with s = u / (2 + u), at most 1/3: 2 s (1 + s^2/3 + s^4/5 + ...), cut off at a relative error of 2e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfOnePlus(TVector u)
    {
        var s = TMath.Divide(u, TMath.Add(u, TMath.Broadcast(2)));
        var square = TMath.Multiply(s, s);
        var p = TMath.MultiplyAdd(TMath.Broadcast(1f / 15), square, TMath.Broadcast(1f / 13));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1f / 11));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1f / 9));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1f / 7));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1f / 5));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1f / 3));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1));
        return TMath.Multiply(TMath.Multiply(s, TMath.Broadcast(2)), p);
    }
}
