using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Makes standard output fit for where it goes: a terminal, a file or a pipe.</summary>
internal static class ConsoleOutput
{
    // Wide enough that no table of the product wraps in a file.
    private const int RedirectedWidth = 160;

    /// <summary>The console to write to.</summary>
    public static IAnsiConsole Create(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = RedirectedWidth;
        return console;
    }

    /// <summary>Whether somebody watches: then progress is shown live.</summary>
    public static bool IsLive(this IAnsiConsole console) => console.Profile.Capabilities is { Interactive: true, Ansi: true };
}
