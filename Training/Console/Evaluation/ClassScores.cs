using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The table of the scores of each class.</summary>
internal static class ClassScores
{
    /// <summary>The names of the columns.</summary>
    public static IReadOnlyList<string> Header { get; } = ["class", "precision", "recall", "F1", "average precision", "support"];

    private const int MaxClasses = 20;

    /// <summary>Writes the table: all classes in order, or only the worst if there are many.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="labels">The names of the classes.</param>
    /// <param name="classes">The metrics of the classes, in the same order.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<string> labels, IReadOnlyList<ClassMetrics> classes)
    {
        var rows = labels.Zip(classes);
        if (classes.Count > MaxClasses)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"The {MaxClasses} of {classes.Count:N0} classes with the lowest F1 (--report and --json have all of them):"));
            rows = rows.OrderBy(row => row.Second.Support == 0).ThenBy(row => row.Second.F1).Take(MaxClasses);
        }

        var table = new Table().Border(TableBorder.Horizontal);
        foreach (var name in Header)
        {
            var column = new TableColumn(name).NoWrap();
            table.AddColumn(name == Header[0] ? column : column.RightAligned());
        }

        foreach (var (label, metrics) in rows)
            table.AddRow(GetCells(label, metrics).Select(ConsoleText.CreateCell).ToArray());
        console.Write(table);
    }

    /// <summary>Returns the cells of a row; a figure that the data does not define is a dash.</summary>
    public static IReadOnlyList<string> GetCells(string label, ClassMetrics metrics) =>
    [
        label,
        Format(metrics.Precision),
        Format(metrics.Recall),
        Format(metrics.F1),
        Format(metrics.AveragePrecision),
        metrics.Support.ToString("N0", CultureInfo.InvariantCulture),
    ];

    private static string Format(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
