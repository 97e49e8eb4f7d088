using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>
/// Writes text with names from files: those of columns, classes, series and files. Everything in it that could control a terminal is escaped before
/// the text is laid out: a line break in a name cannot start a line, and columns are as wide as what they show.
/// </summary>
internal static class ConsoleText
{
    /// <summary>Writes one line.</summary>
    public static void WriteSafeLine(this IAnsiConsole console, string line) => console.WriteLine(MessageText.Escape(line));

    /// <summary>Writes how a table was read, unless it is what most tables are: commas, decimal points and ISO dates.</summary>
    public static void WriteDescription(this IAnsiConsole console, TableSource source)
    {
        if (source.Describe() is { } description)
            console.WriteSafeLine($"{source.Name}: {description}");
    }

    /// <summary>Writes warnings: what is wrong with the data, although it can be used.</summary>
    public static void WriteWarnings(this IAnsiConsole console, IEnumerable<string> warnings) => WriteAll(console, "warning", warnings);

    /// <summary>Writes notes: what the output above them does not cover.</summary>
    public static void WriteNotes(this IAnsiConsole console, IEnumerable<string> notes) => WriteAll(console, "note", notes);

    /// <summary>Creates a table cell of one line.</summary>
    public static Text CreateCell(string text) => new(MessageText.Escape(text));

    /// <summary>Formats a count with its noun, in the singular for 1.</summary>
    public static string Count(double count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0.####} {noun}{(count == 1 ? "" : "s")}");

    // Each on a line of its own, however long: the console would wrap it at its width.
    private static void WriteAll(IAnsiConsole console, string kind, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
            console.Profile.Out.Writer.WriteLine(MessageText.Sanitize($"{kind}: {sentence}"));
    }
}
