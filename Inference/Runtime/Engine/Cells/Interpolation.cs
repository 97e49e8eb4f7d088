using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>How both forms of a GRU end.</summary>
internal static class Interpolation
{
    /// <summary>(1 - z) * tanh(candidate) + z * hidden, in one division.</summary>
    /// <param name="update">e^-z, of which the update gate is 1 / (1 + e^-z).</param>
    /// <param name="candidate">What the candidate is the hyperbolic tangent of.</param>
    /// <param name="hidden">The old hidden state.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Interpolate<TMath, TVector>(TVector update, TVector candidate, TVector hidden)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var e = Exponential<TMath, TVector>.ExpTwiceMinusOne(candidate);
        var denominator = TMath.Add(e, TMath.Broadcast(2));

        // (h * (e + 2) + e^-z * e) / ((1 + e^-z) * (e + 2))
        return TMath.Divide(
            TMath.MultiplyAdd(hidden, denominator, TMath.Multiply(update, e)),
            TMath.Multiply(TMath.Add(update, TMath.Broadcast(1)), denominator));
    }
}
