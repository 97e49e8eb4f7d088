using System.Buffers;
using System.Numerics;

namespace MlNetRecurrent.Training;

/// <summary>
/// Finds the format of the numbers of a table: the formats in which every number so far can be read. Not thread-safe.
/// </summary>
internal sealed class NumberReading
{
    private const int MaxStackLength = 128;

    private static readonly SearchValues<char> Marks = SearchValues.Create(".,' \u00A0\u202F\u2009\u2019");

    private readonly bool _prefersPoint;
    private uint _possible;
    private NumberFormat _format;
    private bool _isDecided;

    /// <summary>Starts with the formats that the options allow.</summary>
    /// <param name="options">The options.</param>
    /// <param name="prefersPoint">Whether a point is a decimal mark where nothing else decides.</param>
    public NumberReading(TableReadOptions options, bool prefersPoint)
    {
        _prefersPoint = prefersPoint;
        for (var index = 0; index < NumberFormat.All.Count; index++)
        {
            var format = NumberFormat.All[index];
            var isAllowed = (options.DecimalMark ?? format.Decimal) == format.Decimal
                && (options.ThousandsMark is not { } thousands || NumberFormat.GetThousands(thousands) == format.Thousands);
            _possible |= isAllowed ? 1u << index : 0;
        }

        _format = Decide();
    }

    /// <summary>The format; until one is found, the first possible one.</summary>
    public NumberFormat Format => _format;

    /// <summary>Whether the decimal mark is known.</summary>
    public bool IsDecided => _isDecided;

    /// <summary>Excludes the formats in which a number cannot be read. Text that is not a number in any of the possible formats is ignored.</summary>
    public void Look(ReadOnlySpan<char> cell)
    {
        var text = InvisibleText.Trim(cell);
        if (!text.ContainsAny(Marks) || (_possible & GetFormats(text)) is not (not 0 and var possible))
            return;
        _possible = possible;
        _format = Decide();
    }

    /// <summary>Whether a cell is a number in a format in which all numbers before it can be read.</summary>
    public bool IsNumber(ReadOnlySpan<char> cell, NumberColumn column)
    {
        var text = InvisibleText.Trim(cell);
        if (!text.ContainsAny(Marks))
            return column.Add(cell) is null;
        var isNumber = (_possible & GetFormats(text)) != 0;
        Look(text);
        return isNumber;
    }

    /// <summary>Adds a cell to a column of times, which may be numbers.</summary>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public string? Add(ReadOnlySpan<char> cell, TimeColumn column)
    {
        if (!_isDecided || _format == NumberFormat.Plain || !cell.ContainsAny(Marks))
            return column.Add(cell);
        var text = InvisibleText.Trim(cell);
        Span<char> plain = text.Length <= MaxStackLength ? stackalloc char[text.Length] : new char[text.Length];
        return column.Add(_format.TryNormalize(text, plain, out var length) ? plain[..length] : cell);
    }

    /// <summary>Adds a cell to a column of numbers.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="column">The column.</param>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public string? Add(ReadOnlySpan<char> cell, NumberColumn column)
    {
        // The column itself reads numbers with a decimal point, and nothing else.
        if ((_isDecided && _format == NumberFormat.Plain) || !cell.ContainsAny(Marks))
        {
            if (column.Add(cell) is not { } expected)
                return null;
            if (expected != NumberColumn.Expected)
                return expected;
        }

        var text = InvisibleText.Trim(cell);
        Span<char> plain = text.Length <= MaxStackLength ? stackalloc char[text.Length] : new char[text.Length];
        if (_isDecided && _format.TryNormalize(text, plain, out var length))
            return column.Add(plain[..length]);
        return AddSlowly(text, plain, column);
    }

    private string? AddSlowly(ReadOnlySpan<char> text, Span<char> plain, NumberColumn column)
    {
        var formats = GetFormats(text);
        if (formats == 0)
        {
            // A missing value, or no number at all.
            var expected = column.Add(text);
            return expected == NumberColumn.Expected ? _format.Describe() : expected;
        }

        if ((_possible & formats) == 0)
        {
            return $"{_format.Describe()}, like the other numbers (if the numbers are written in another way, set TableReadOptions.DecimalMark and "
                + "ThousandsMark; on the command line, --decimal and --thousands)";
        }

        _possible &= formats;
        _format = Decide();
        if (!_isDecided && _prefersPoint && IsPossible(NumberFormat.Plain) && text.Contains('.'))
        {
            _possible &= GetFormats(format => format.Decimal == '.');
            _format = Decide();
        }

        if (!_isDecided && text.ContainsAny(".,"))
        {
            return "a number that can be read in one way: its mark may be the decimal mark or group thousands, and no other number decides (set "
                + "TableReadOptions.DecimalMark; on the command line, --decimal . or --decimal ,)";
        }

        return _format.TryNormalize(text, plain, out var length) ? column.Add(plain[..length]) : column.Add(text);
    }

    private NumberFormat Decide()
    {
        _isDecided = (_possible & GetFormats(format => format.Decimal == '.')) == 0 || (_possible & GetFormats(format => format.Decimal == ',')) == 0;
        return NumberFormat.All[BitOperations.TrailingZeroCount(_possible)];
    }

    private bool IsPossible(NumberFormat format) => (_possible & GetFormats(other => other == format)) != 0;

    private static uint GetFormats(Predicate<NumberFormat> condition)
    {
        var formats = 0u;
        for (var index = 0; index < NumberFormat.All.Count; index++)
            formats |= condition(NumberFormat.All[index]) ? 1u << index : 0;
        return formats;
    }

    private static uint GetFormats(ReadOnlySpan<char> text)
    {
        Span<char> plain = text.Length <= MaxStackLength ? stackalloc char[text.Length] : new char[text.Length];
        var formats = 0u;
        for (var index = 0; index < NumberFormat.All.Count; index++)
            formats |= NumberFormat.All[index].TryNormalize(text, plain, out _) ? 1u << index : 0;
        return formats;
    }
}
