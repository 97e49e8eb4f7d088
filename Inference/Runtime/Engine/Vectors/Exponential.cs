using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// e^x without branches, to float precision. 2^y is computed as 2^n, assembled from bits, times a polynomial for 2^r with r in [-1/2, 1/2]. With a
/// table of powers, n is a multiple of 1/16 and r in [-1/32, 1/32], or a multiple of 1/4 and r in [-1/8, 1/8], which need fewer terms.
/// Activations are quotients of such powers; cells combine them to divide as rarely as possible.
/// </summary>
/// <typeparam name="TMath">The operations of the vector type.</typeparam>
/// <typeparam name="TVector">The vector type.</typeparam>
internal static class Exponential<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    // Above 2^60 a sigmoid is 0 or 1 to float precision, and products of two such powers are still finite.
    private const float MaxPower = 60;

    // 2^-126 is the smallest normal float.
    private const float MinNormalPower = 126;
    private const float MinNormal = 1.17549435e-38f;
    private const float Log2E = 1.44269504f;

    // Adding this rounds to an integer whose lowest nine bits are the exponent of 2^n: 1.5 * 2^23 + the exponent bias.
    private const float Rounding = 12_582_912 + 127;

    // Adding this rounds to sixteenths, which are then in the lowest four bits.
    private const float RoundingToSixteenths = 12_582_912f / 16;

    // (2^r - 1) / r on [-1/2, 1/2], interpolated at the Chebyshev nodes: relative error 2.3e-8.
    private const float P0 = 0.69314718f;
    private const float P1 = 0.24022651f;
    private const float P2 = 0.05550357f;
    private const float P3 = 0.009618083f;
    private const float P4 = 0.0013390863f;
    private const float P5 = 0.00015453163f;

    // Adding this rounds to quarters: the lowest ten bits are then four times the number, plus 4 * 126.
    private const float RoundingToQuarters = (12_582_912f / 4) + 126;

    // (2^r - 1) / r on [-1/8, 1/8], interpolated likewise: relative error 6e-8.
    private const float Q0 = 0.693147123f;
    private const float Q1 = 0.240226507f;
    private const float Q2 = 0.0555249453f;
    private const float Q3 = 0.00962053612f;

    /// <summary>Computes e^(-x); the sigmoid is 1 / (1 + e^(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpNegative(TVector x)
    {
        var (scale, fraction) = Split(x, -Log2E, MaxPower / Log2E);
        return TMath.MultiplyAdd(scale, fraction, scale);
    }

    /// <summary>Computes e = e^(2x) - 1, exact near 0; tanh is e / (e + 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpTwiceMinusOne(TVector x)
    {
        var (scale, fraction) = Split(x, 2 * Log2E, MaxPower / (2 * Log2E));
        return TMath.MultiplyAdd(scale, fraction, TMath.Subtract(scale, TMath.Broadcast(1)));
    }

    /// <summary>Computes e^x for x ≤ 0: exactly 0 below -87.3; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpNonPositive(TVector x)
    {
        var power = TMath.Multiply(x, TMath.Broadcast(Log2E));
        var (scale, fraction) = RoundAndSplit(TMath.Clamp(power, TMath.Broadcast(MinNormalPower)));
        return TMath.Subtract(TMath.MultiplyAdd(scale, fraction, scale), TMath.Broadcast(MinNormal));
    }

    // 2^n and 2^r - 1, with n + r = factor * x. Except with quarters: a multiplication, an addition and a subtraction instead of two multiply-adds.
    // Processors have separate adders, and the multipliers are needed for the products and the polynomial.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) Split(TVector x, float factor, float limit)
    {
        if (TMath.HasQuarterTable)
            return SplitByQuarters(x, factor, limit);
        var power = TMath.Multiply(x, TMath.Broadcast(factor));
        return TMath.HasPowerTable ? SplitByTable(power) : SplitByPolynomial(power);
    }

    // Terms of the exponential series, with a truncation error of 9e-9. The powers from the table underflow to 0 without a lower bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) SplitByTable(TVector power)
    {
        power = TMath.Min(power, TMath.Broadcast(MaxPower));
        var sixteenths = TMath.Add(power, TMath.Broadcast(RoundingToSixteenths));
        var rounded = TMath.Subtract(sixteenths, TMath.Broadcast(RoundingToSixteenths));
        var r = TMath.FromSixteenth(power);
        var p = TMath.MultiplyAdd(TMath.Broadcast(P2), r, TMath.Broadcast(P1));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(P0));
        return (TMath.TablePower(rounded, sixteenths), TMath.Multiply(p, r));
    }

    // With few terms, the multipliers have room for the multiply-adds, and r has no rounding error. The limit is that of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) SplitByQuarters(TVector x, float factor, float limit)
    {
        x = TMath.Clamp(x, TMath.Broadcast(limit));
        var rounding = TMath.Broadcast(RoundingToQuarters);
        var quarters = TMath.MultiplyAdd(x, TMath.Broadcast(factor), rounding);
        var r = TMath.MultiplyAdd(x, TMath.Broadcast(factor), TMath.Subtract(rounding, quarters));
        var p = TMath.MultiplyAdd(TMath.Broadcast(Q3), r, TMath.Broadcast(Q2));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(Q1));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(Q0));
        return (TMath.QuarterPower(quarters), TMath.Multiply(p, r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) SplitByPolynomial(TVector power) => RoundAndSplit(TMath.Clamp(power, TMath.Broadcast(MaxPower)));

    // Rounds to the nearest integer, and evaluates the polynomial of the remainder.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) RoundAndSplit(TVector power)
    {
        var rounded = TMath.Add(power, TMath.Broadcast(Rounding));
        var r = TMath.Subtract(power, TMath.Subtract(rounded, TMath.Broadcast(Rounding)));
        var p = TMath.MultiplyAdd(TMath.Broadcast(P5), r, TMath.Broadcast(P4));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(P3));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(P2));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(P1));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(P0));
        return (TMath.LowBitsAsExponent(rounded), TMath.Multiply(p, r));
    }
}
