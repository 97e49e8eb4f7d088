using System.Buffers;
using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Text that spreadsheet programs execute as a formula when they open a CSV file (OWASP: CSV injection).</summary>
internal static class FormulaText
{
    // East Asian versions of Excel take full-width signs too.
    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    // Without the white space that numbers may have in other places: a tab starts a formula.
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Whether a cell is read as a formula. Numbers such as -1.5 are not.</summary>
    public static bool IsFormula(string cell) =>
        cell.Length > 0 && Starts.Contains(cell[0]) && !double.TryParse(cell, Number, CultureInfo.InvariantCulture, out _);

    /// <summary>Returns the cell as text: with a leading apostrophe if it would be read as a formula.</summary>
    public static string Escape(string cell) => IsFormula(cell) ? "'" + cell : cell;
}
