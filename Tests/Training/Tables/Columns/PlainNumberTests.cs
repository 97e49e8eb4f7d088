using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Numbers in plain form, which are read without the detour of other ones.</summary>
public sealed class PlainNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("12.3456")]
    [InlineData("-.5")]
    [InlineData("5.")]
    [InlineData("000000000000012")]
    [InlineData("123456789012345")]
    [InlineData("0.00000000000001")]
    [InlineData("16777217")]
    [InlineData("0.1")]
    public void TryAddPlain_PlainNumber_IsTheSameAsItsText(string text) => Assert.True(IsTheSame(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("+1")]
    [InlineData("1e5")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1 000")]
    [InlineData(" 1")]
    [InlineData("1\u00A0")]
    [InlineData("NA")]
    [InlineData("1234567890123456")]
    [InlineData("0x1")]
    [InlineData("--1")]
    [InlineData("1-")]
    public void TryAddPlain_OtherCell_IsNotAdded(string text)
    {
        var column = new NumberColumn();

        Assert.False(column.TryAddPlain(Encoding.UTF8.GetBytes(text), (byte)'.'));
        Assert.Empty(column.Values);
    }

    [Fact]
    public void TryAddPlain_DecimalComma_IsAMarkLikeAnother()
    {
        var column = new NumberColumn();

        Assert.True(column.TryAddPlain("-1,25"u8, (byte)','));
        Assert.False(column.TryAddPlain("1.25"u8, (byte)','));
        Assert.False(column.TryAddPlain("1,25"u8, 0));
        Assert.True(column.TryAddPlain("125"u8, 0));
        Assert.Equal([-1.25, 125], column.Values);
    }

    [Property(MaxTest = 2000)]
    public bool TryAddPlain_AnyDecimalNumber_IsTheSameAsItsText(long number, byte decimals)
    {
        var digits = Math.Abs(number % 1_000_000_000_000_000).ToString(CultureInfo.InvariantCulture);
        var text = (number < 0 ? "-" : "") + digits.Insert(digits.Length - (decimals % (digits.Length + 1)), ".");

        return IsTheSame(text);
    }

    // In the middle of two floats, or next to it, by at most 15 digits.
    [Property(MaxTest = 2000)]
    public bool TryAddPlain_MiddleOfTwoFloats_IsTheSameAsItsText(float number, sbyte difference)
    {
        if (!float.IsFinite(number) || Math.Abs(number) is > 1e14f or < 1e-6f)
            return true;
        var middle = ((decimal)(double)number + (decimal)(double)MathF.BitIncrement(number)) / 2;
        var text = Math.Round(middle, 14 - Math.Clamp((int)Math.Log10(Math.Abs(number)) + 1, 0, 14)).ToString(CultureInfo.InvariantCulture);
        var last = text[^1];
        return IsTheSame(text) && (!char.IsAsciiDigit(last) || IsTheSame(text[..^1] + (char)('0' + (Math.Abs((int)difference) % 10))));
    }

    private static bool IsTheSame(string text)
    {
        var (plain, usual) = (new NumberColumn(), new NumberColumn());
        if (!plain.TryAddPlain(Encoding.UTF8.GetBytes(text), (byte)'.'))
            plain.Add(text);
        usual.Add(text);
        return BitConverter.DoubleToInt64Bits(plain.Values[0]) == BitConverter.DoubleToInt64Bits(usual.Values[0])
            && (float)plain.Values[0] == float.Parse(text, CultureInfo.InvariantCulture);
    }
}
