using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Adapts standard output to its destination: a terminal, a file or a pipe.</summary>
internal static class ConsoleOutput
{
    // Wide enough for every table of this program.
    private const int RedirectedWidth = 160;

    /// <summary>Sets the width of a console whose output is redirected.</summary>
    public static IAnsiConsole Create(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = RedirectedWidth;
        return console;
    }

    /// <summary>Whether progress can be shown live: the output is an interactive terminal.</summary>
    public static bool IsLive(this IAnsiConsole console) => console.Profile.Capabilities is { Interactive: true, Ansi: true };
}
