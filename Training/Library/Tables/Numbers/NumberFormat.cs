namespace MlNetRecurrent.Training;

/// <summary>How numbers are written: the decimal mark, and the mark between thousands.</summary>
/// <param name="Decimal">A point or a comma.</param>
/// <param name="Thousands">A point, a comma, a blank for all blanks, or an apostrophe for both forms; null for none.</param>
internal sealed record NumberFormat(char Decimal, char? Thousands)
{
    /// <summary>All formats; those without thousands first.</summary>
    public static IReadOnlyList<NumberFormat> All { get; } =
    [
        new('.', null), new(',', null), new('.', ','), new(',', '.'), new('.', ' '), new(',', ' '), new('.', '\''), new(',', '\''),
    ];

    /// <summary>A point, and no thousands.</summary>
    public static NumberFormat Plain => All[0];

    /// <summary>Returns the character that represents a mark between thousands; null for characters that are none.</summary>
    public static char? GetThousands(char mark) => mark switch
    {
        '.' or ',' => mark,
        ' ' or '\u00A0' or '\u202F' or '\u2009' => ' ',
        '\'' or '\u2019' => '\'',
        _ => null,
    };

    /// <summary>Writes a number with a decimal point and without thousands.</summary>
    /// <param name="number">The number.</param>
    /// <param name="plain">Receives the number; as long as <paramref name="number"/>.</param>
    /// <param name="length">The number of characters written.</param>
    /// <returns>Whether the text is a number in this format.</returns>
    public bool TryNormalize(ReadOnlySpan<char> number, Span<char> plain, out int length)
    {
        length = 0;
        var (digits, groups, isInteger, isMantissa) = (0, 0, true, true);
        for (var index = 0; index < number.Length; index++)
        {
            var character = number[index];
            if (char.IsAsciiDigit(character))
                digits++;
            else if (character == Decimal && isInteger && IsGroupEnd(digits, groups))
                (character, digits, isInteger) = ('.', digits == 0 ? 0 : 1, false);
            else if (character is 'e' or 'E' && isMantissa && digits > 0 && (!isInteger || IsGroupEnd(digits, groups)))
                (digits, isInteger, isMantissa) = (0, false, false);
            else if (character is '+' or '-' && (index == 0 || number[index - 1] is 'e' or 'E'))
            {
            }
            else if (isInteger && Thousands is not null && GetThousands(character) == Thousands && IsGroup(number[(index - digits)..index], groups))
            {
                (digits, groups) = (0, groups + 1);
                continue;
            }
            else
                return false;
            plain[length++] = character;
        }

        return digits > 0 && (!isInteger || IsGroupEnd(digits, groups));
    }

    /// <summary>Describes the numbers, for messages.</summary>
    public string Describe()
    {
        var (mark, example) = Decimal == ',' ? ("comma", "1234,5") : ("point", "1234.5");
        return Thousands is null
            ? $"a number with a decimal {mark}, such as {example}"
            : $"a number with a decimal {mark} and {DescribeThousands()}, such as {example.Insert(1, $"{Thousands}")}";
    }

    /// <summary>Describes the mark between thousands, for messages.</summary>
    public string DescribeThousands() => Thousands switch
    {
        '.' => "points between thousands",
        ',' => "commas between thousands",
        ' ' => "blanks between thousands",
        _ => "apostrophes between thousands",
    };

    private static bool IsGroupEnd(int digits, int groups) => groups == 0 || digits == 3;

    // The digits before a mark: the first group has up to three, without a leading zero.
    private static bool IsGroup(ReadOnlySpan<char> digits, int groups) =>
        groups == 0 ? digits.Length is >= 1 and <= 3 && digits[0] != '0' : digits.Length == 3;
}
