using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Writes the warnings of the library.</summary>
internal static class WarningText
{
    /// <summary>Writes each warning on a line of its own, however long: the console would wrap it at its width.</summary>
    public static void Write(IAnsiConsole output, IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
            output.Profile.Out.Writer.WriteLine(MessageText.Sanitize($"warning: {warning}"));
    }
}
