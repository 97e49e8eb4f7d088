using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>
/// Shows how far a large table has been read: a line that changes on a terminal, and one line with the rate at the end. Nothing for other tables.
/// </summary>
internal sealed class ReadingProgress(IAnsiConsole console) : IProgress<TableReadProgress>
{
    private const int MinRows = 100_000;
    private const string EraseLine = "\r\u001b[2K";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private bool _isShown;

    /// <summary>Returns the same table, whose reading is shown.</summary>
    public static TableSource Show(IAnsiConsole console, TableSource source) => source.WithProgress(new ReadingProgress(console));

    /// <inheritdoc/>
    public void Report(TableReadProgress value)
    {
        var isLong = value.Elapsed >= Patience && value.RowCount >= MinRows;
        if (!value.HasEnded && isLong && console.IsLive())
        {
            // Directly to the underlying writer: the console writes whole lines.
            var line = Format(value);
            console.Profile.Out.Writer.Write(EraseLine + line[..Math.Min(line.Length, Math.Max(0, console.Profile.Width - 1))]);
            _isShown = true;
        }

        if (!value.HasEnded)
            return;
        if (_isShown)
            console.Profile.Out.Writer.Write(EraseLine);
        _isShown = false;
        if (isLong && value.CompletedFraction == 1)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{value.RowCount:N0} rows read in {value.Elapsed.TotalSeconds:0.0} s ({GetRate(value):N0} rows/s)."));
        }
    }

    private static string Format(TableReadProgress value)
    {
        var percent = value.CompletedFraction is { } fraction ? FormattableString.Invariant($"{100 * fraction:0} %, ") : "";
        return FormattableString.Invariant($"Reading: {percent}{value.RowCount:N0} rows, {GetRate(value):N0} rows/s");
    }

    private static double GetRate(TableReadProgress value) => value.RowCount / value.Elapsed.TotalSeconds;
}
