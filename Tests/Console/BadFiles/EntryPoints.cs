using Microsoft.ML;
using MlNetRecurrent.Training;
using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>All entry points through which a model file can be loaded.</summary>
internal static class EntryPoints
{
    /// <summary>Asserts that all entry points reject a file with the same message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="message">The expected message when scoring.</param>
    /// <param name="importMessage">The expected message when importing, or null if it is the same.</param>
    /// <param name="isDescribed">Whether <c>inspect</c> is expected to describe the file instead of rejecting it.</param>
    public static async Task RefuseAsync(string path, string message, string? importMessage = null, bool isDescribed = true)
    {
        importMessage ??= message;
        RefuseScoring(path, message);
        Assert.Equal(importMessage, Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(path)).Message);

        var target = $"{path}.imported";
        var (exit, errors) = await RunAsync("import", path, "--out", target);
        // The console names its option.
        var consoleMessage = importMessage.Replace("set AllowAnyGraph.", "use --allow-any-graph.", StringComparison.Ordinal);
        Assert.Equal((ExitCode.InvalidInput, $"error: {consoleMessage}{Environment.NewLine}"), (exit, errors));
        Assert.False(File.Exists(target));

        (exit, errors) = await RunAsync("inspect", path);
        Assert.Equal(isDescribed ? (ExitCode.Success, "") : (ExitCode.InvalidInput, $"error: {message}{Environment.NewLine}"), (exit, errors));
    }

    /// <summary>Asserts that all entry points that score models reject a file.</summary>
    public static void RefuseScoring(string path, string message)
    {
        Assert.Equal(message, Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(path)).Message);
        var exception = Assert.Throws<RecurrentModelException>(() => new MLContext().Transforms.ApplyRecurrentModel("Score", "Window", path));
        Assert.Equal(message, exception.Message);
    }

    private static async Task<(int Exit, string Errors)> RunAsync(params string[] arguments)
    {
        using var console = new TestConsole();
        using var errors = new StringWriter();
        var exit = await ConsoleApplication.RunAsync(arguments, console, errors, TimeProvider.System);
        return (exit, errors.ToString());
    }
}
