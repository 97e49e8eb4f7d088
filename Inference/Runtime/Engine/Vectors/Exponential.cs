using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// e^x without branches, to float precision: 2^y is 2^n, put together from bits, times 2^r with r in [-1/2, 1/2] by a polynomial; or, from a table,
/// 2^n of a multiple n of 1/16, times 2^r with r in [-1/32, 1/32], which takes half the polynomial.
/// The activations are quotients of such powers; cells merge them so that they divide as seldom as they can.
/// </summary>
/// <typeparam name="TMath">The vector's operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal static class Exponential<TMath, TVector>
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    // Beyond 2^60 a sigmoid is 0 or 1 to float precision, and products of two such powers are still finite.
    private const float MaxPower = 60;

    // Down to 2^-126, the smallest normal float.
    private const float SmallestPower = 126;
    private const float Smallest = 1.17549435e-38f;
    private const float Log2E = 1.44269504f;

    // Adding it rounds to an integer, whose lowest nine bits then are those of the exponent of 2^n: 1.5 * 2^23 + the bias of exponents.
    private const float Rounding = 12_582_912 + 127;

    // Adding it rounds to sixteenths, which the lowest four bits then count.
    private const float RoundingToSixteenths = 12_582_912f / 16;

    // (2^r - 1) / r on [-1/2, 1/2], interpolated in the Chebyshev nodes: relative error 2.3e-8.
    private const float P0 = 0.69314718f;
    private const float P1 = 0.24022651f;
    private const float P2 = 0.05550357f;
    private const float P3 = 0.009618083f;
    private const float P4 = 0.0013390863f;
    private const float P5 = 0.00015453163f;

    /// <summary>e^(-x), of which the sigmoid is 1 / (1 + e^(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpNegative(TVector x)
    {
        var (scale, fraction) = Parts(x, -Log2E);
        return TMath.MultiplyAdd(scale, fraction, scale);
    }

    /// <summary>e^(2x) - 1, exact near 0, of which tanh is e / (e + 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpTwiceMinusOne(TVector x)
    {
        var (scale, fraction) = Parts(x, 2 * Log2E);
        return TMath.MultiplyAdd(scale, fraction, TMath.Subtract(scale, TMath.Broadcast(1)));
    }

    /// <summary>e^x of an x that is not above 0: exactly 0 from -87.3 on; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OfNonPositive(TVector x)
    {
        var power = TMath.Multiply(x, TMath.Broadcast(Log2E));
        var (scale, fraction) = Rounded(TMath.Clamp(power, TMath.Broadcast(SmallestPower)));
        return TMath.Subtract(TMath.MultiplyAdd(scale, fraction, scale), TMath.Broadcast(Smallest));
    }

    // 2^n and 2^r - 1, with n + r = factor * x. Multiplied first and then added and subtracted, not in two multiply-adds: processors have
    // adders beside the multipliers, which the products and the polynomial need.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) Parts(TVector x, float factor)
    {
        var power = TMath.Multiply(x, TMath.Broadcast(factor));
        return TMath.HasPowerTable ? TableParts(power) : PolynomialParts(power);
    }

    // Terms of the exponential series: what they leave out is 9e-9. The table's powers go to 0 by themselves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) TableParts(TVector power)
    {
        power = TMath.Min(power, TMath.Broadcast(MaxPower));
        var sixteenths = TMath.Add(power, TMath.Broadcast(RoundingToSixteenths));
        var rounded = TMath.Subtract(sixteenths, TMath.Broadcast(RoundingToSixteenths));
        var r = TMath.FromSixteenth(power);
        var p = TMath.MultiplyAdd(TMath.Broadcast(P2), r, TMath.Broadcast(P1));
        p = TMath.MultiplyAdd(p, r, TMath.Broadcast(P0));
        return (TMath.TablePower(rounded, sixteenths), TMath.Multiply(p, r));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) PolynomialParts(TVector power) => Rounded(TMath.Clamp(power, TMath.Broadcast(MaxPower)));

    // To the nearest integer, and the polynomial of what that leaves over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Scale, TVector Fraction) Rounded(TVector power)
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
