using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A column of numbers; NaN for missing values.</summary>
/// <remarks>
/// Networks read single-precision numbers. The double-precision numbers are kept to check what the conversion loses, see <see cref="DigitChecks"/>.
/// </remarks>
internal sealed class NumberColumn : CellColumn
{
    /// <summary>What is expected of a cell that is not a number.</summary>
    public const string Expected = "a number with a decimal point, such as 1234.5";
    private const string OutOfRange = "a number that fits into float32, from -3.4e38 to 3.4e38";

    private readonly NumberList _values = [];

    /// <summary>The numbers, one for each row. Converted to float, each is the float nearest to its text.</summary>
    public NumberList Values => _values;

    /// <inheritdoc/>
    public override string? Add(ReadOnlySpan<char> cell)
    {
        var value = double.NaN;
        if (!IsMissing(cell))
        {
            var text = InvisibleText.Trim(cell);
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || double.IsNaN(value))
                return Expected;
            if (!float.IsFinite((float)value))
                return double.IsFinite(value) || text.ContainsAnyInRange('0', '9') ? OutOfRange : Expected;
            value = RoundOnce(value, text);
        }

        _values.Add(value);
        return null;
    }

    /// <inheritdoc/>
    public override string? Add(long value)
    {
        const long MaxExact = 1L << 53;
        return value is < -MaxExact or > MaxExact ? AddText(value) : Add((double)value);
    }

    /// <summary>Adds a cell that is a number in plain form: up to 15 digits, with or without a minus sign and a decimal mark.</summary>
    /// <param name="cell">The cell, in UTF-8.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <returns>False for any other cell, which is not added; it may be a number all the same.</returns>
    public bool TryAddPlain(ReadOnlySpan<byte> cell, byte mark)
    {
        var (number, digits, decimals) = (0L, 0, -1);
        var isNegative = cell.Length > 0 && cell[0] == (byte)'-';
        for (var index = isNegative ? 1 : 0; index < cell.Length; index++)
        {
            var digit = (uint)(cell[index] - '0');
            if (digit <= 9)
            {
                number = (10 * number) + digit;
                digits++;
                decimals += decimals < 0 ? 0 : 1;
            }
            else if (cell[index] == mark && decimals < 0)
                decimals = 0;
            else
                return false;
        }

        if (digits is 0 or > PowersOfTen.MaxDigits)
            return false;
        var value = number / PowersOfTen.Values[Math.Max(0, decimals)];
        if (value != 0 && IsBetweenFloats(value))
            return false;
        _values.Add(isNegative ? -value : value);
        return true;
    }

    /// <summary>Adds a number; NaN for a missing value.</summary>
    /// <returns>A description of what was expected, or null if float32 can hold the number.</returns>
    public override string? Add(double value)
    {
        if (!double.IsNaN(value) && !float.IsFinite((float)value))
            return OutOfRange;
        _values.Add(value);
        return null;
    }

    /// <inheritdoc/>
    public override void AddRange(CellColumn source, int start, int count)
    {
        var values = ((NumberColumn)source).Values;
        for (var row = start; row < start + count; row++)
            _values.Add(values[row]);
    }

    // A text near the middle of two floats may be rounded to that middle as a double, and then to the wrong float. A double next to the middle is
    // rounded to the right one.
    private static double RoundOnce(double value, ReadOnlySpan<char> text)
    {
        if (!IsBetweenFloats(value))
            return value;
        var nearest = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return (float)value == nearest ? value : nearest > value ? Math.BitIncrement(value) : Math.BitDecrement(value);
    }

    // Whether a double is in the middle of two floats. For the smallest floats, nothing is known about it.
    private static bool IsBetweenFloats(double value)
    {
        const long MiddleBits = 1L << 28;
        var isSubnormal = Math.Abs(value) < BitConverter.UInt32BitsToSingle(0x00800000);
        return isSubnormal || (BitConverter.DoubleToInt64Bits(value) & ((MiddleBits << 1) - 1)) == MiddleBits;
    }
}
