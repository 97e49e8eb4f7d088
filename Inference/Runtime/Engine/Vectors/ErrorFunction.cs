using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// The error function erf without branches: a polynomial near 0, otherwise 1 - e^-p with a polynomial p. The relative error is at most 1e-7.
/// </summary>
/// <remarks>The polynomials are minimax approximations by N. Juffa, https://stackoverflow.com/a/35148199.</remarks>
/// <typeparam name="TMath">The operations of the vector type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal static class ErrorFunction<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    // Below, the first polynomial.
    private const float Boundary = 0.927734375f;

    /// <summary>Computes erf(x); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Compute(TVector x)
    {
        var distance = TMath.Abs(x);
        var square = TMath.Multiply(x, x);
        return TMath.SelectNegative(TMath.Subtract(distance, TMath.Broadcast(Boundary)), Near(x, square), Far(x, distance));
    }

    // x + x * p(x^2)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Near(TVector x, TVector square)
    {
        var p = TMath.MultiplyAdd(TMath.Broadcast(-5.96761703e-4f), square, TMath.Broadcast(4.99119423e-3f));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(-2.67681349e-2f));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1.12819925e-1f));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(-3.76125336e-1f));
        p = TMath.MultiplyAdd(p, square, TMath.Broadcast(1.28379166e-1f));
        return TMath.MultiplyAdd(p, x, x);
    }

    // 1 - e^-(t + t * p(t)) with the sign of x, where t = |x|, at most 10: erf(10) is 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Far(TVector x, TVector distance)
    {
        var t = TMath.Min(distance, TMath.Broadcast(10));
        var p = TMath.MultiplyAdd(TMath.Broadcast(1.72853470e-5f), t, TMath.Broadcast(-3.83197126e-4f));
        p = TMath.MultiplyAdd(p, t, TMath.Broadcast(3.88396438e-3f));
        p = TMath.MultiplyAdd(p, t, TMath.Broadcast(-2.42546219e-2f));
        p = TMath.MultiplyAdd(p, t, TMath.Broadcast(1.06777877e-1f));
        p = TMath.MultiplyAdd(p, t, TMath.Broadcast(6.34846687e-1f));
        p = TMath.MultiplyAdd(p, t, TMath.Broadcast(1.28717512e-1f));
        var result = TMath.Subtract(TMath.Broadcast(1), Exponential<TMath, TVector>.ExpNegative(TMath.MultiplyAdd(p, t, t)));
        return TMath.SelectNegative(x, TMath.Subtract(TMath.Broadcast(0), result), result);
    }
}
