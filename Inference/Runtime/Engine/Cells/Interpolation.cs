using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The last step of both GRU forms: interpolation between the candidate and the previous hidden state.</summary>
internal static class Interpolation
{
    /// <summary>Computes (1 - z) * tanh(candidate) + z * hidden with one division.</summary>
    /// <param name="update">e^-a, where a is the update gate before its sigmoid: z = 1 / (1 + e^-a).</param>
    /// <param name="candidate">The candidate before its hyperbolic tangent.</param>
    /// <param name="hidden">The previous hidden state.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Interpolate<TMath, TVector>(TVector update, TVector candidate, TVector hidden)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var e = Exponential<TMath, TVector>.ExpTwiceMinusOne(candidate);
        var denominator = TMath.Add(e, TMath.Broadcast(2));

        // (h * (e + 2) + e^-a * e) / ((1 + e^-a) * (e + 2))
        return TMath.Divide(
            TMath.MultiplyAdd(hidden, denominator, TMath.Multiply(update, e)),
            TMath.Multiply(TMath.Add(update, TMath.Broadcast(1)), denominator));
    }
}
