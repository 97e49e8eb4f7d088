using System.Text.Json;
using Spectre.Console.Testing;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Runs commands in this process, with redirected output and a temporary folder.</summary>
internal sealed class ConsoleCall : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The standard output of the last command.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The standard error of the last command.</summary>
    public string Errors { get; private set; } = "";

    /// <summary>The last line of the output, as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output.TrimEnd().Split('\n')[^1]).RootElement;

    /// <summary>The path of a file in the temporary folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Writes a file to the temporary folder.</summary>
    public string Write(string name, string text) => _folder.Write(text, name);

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(params string[] arguments)
    {
        using var console = new TestConsole().Width(160);
        using var errors = new StringWriter();
        var exit = await ConsoleApplication.RunAsync(arguments, console, errors, TimeProvider.System);
        (Output, Errors) = (console.Output, errors.ToString());
        return exit;
    }

    public void Dispose() => _folder.Dispose();
}
