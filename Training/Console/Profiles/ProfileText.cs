using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>Formats the numbers and names of a profile.</summary>
internal static class ProfileText
{
    private const int MaxNames = 5;

    /// <summary>Formats a share above 0.</summary>
    public static string Percent(double share) =>
        share < 0.001 ? "< 0.1 %" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    /// <summary>Formats an error or a value; a dash for none.</summary>
    public static string Value(double value) =>
        double.IsFinite(value) ? value.ToString(Math.Abs(value) is >= 1000 and < 1e7 ? "#,0" : "g4", CultureInfo.InvariantCulture) : "-";

    /// <summary>Formats a count.</summary>
    public static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Lists the names of columns, of which there may be thousands.</summary>
    public static string List(IReadOnlyCollection<string> columns) => string.Join(", ", columns.Take(MaxNames).Select(column => $"'{column}'"))
        + (columns.Count > MaxNames ? $" and {Number(columns.Count - MaxNames)} more" : "");
}
