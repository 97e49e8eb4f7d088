using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Writes the warnings and notes of a command, each on a line of its own, however long: the console would wrap it at its width.</summary>
internal static class Remarks
{
    /// <summary>Writes warnings: what may be wrong with the data.</summary>
    public static void WriteWarnings(IAnsiConsole output, IEnumerable<string> warnings) => Write(output, "warning", warnings);

    /// <summary>Writes notes: what the result does not show.</summary>
    public static void WriteNotes(IAnsiConsole output, IEnumerable<string> notes) => Write(output, "Note", notes);

    /// <summary>Adds warnings, if there are any, to the values of the JSON output.</summary>
    public static void AddWarnings(Dictionary<string, object?> values, IReadOnlyList<string> warnings)
    {
        if (warnings.Count > 0)
            values["warnings"] = warnings;
    }

    private static void Write(IAnsiConsole output, string kind, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
            output.Profile.Out.Writer.WriteLine(MessageText.Sanitize($"{kind}: {sentence}"));
    }
}
