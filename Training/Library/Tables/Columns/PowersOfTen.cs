namespace MlNetRecurrent.Training;

/// <summary>The powers of ten by their exponents, as far as decimal numbers need them.</summary>
/// <remarks>
/// Whole numbers of up to 15 digits and these powers are exact as doubles, so that their quotient is the double nearest to the decimal number (W. D.
/// Clinger, "How to Read Floating Point Numbers Accurately", 1990).
/// </remarks>
internal static class PowersOfTen
{
    /// <summary>The maximum number of digits, and the greatest exponent.</summary>
    public const int MaxDigits = 15;

    /// <summary>The powers, from 1 to 1e15.</summary>
    public static ReadOnlySpan<double> Values => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
}
