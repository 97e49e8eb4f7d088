using Microsoft.ML;
using MlNetRecurrent.Training;
using Spectre.Console.Testing;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Every way that a file takes into the product.</summary>
internal static class EntryPoints
{
    /// <summary>Asserts that a file is refused by each of them with the same words.</summary>
    /// <param name="path">The file.</param>
    /// <param name="message">What scoring says.</param>
    /// <param name="importMessage">What importing says, where it is something else.</param>
    /// <param name="isDescribed">Whether looking at the file is harmless, so that <c>inspect</c> does it.</param>
    public static async Task RefuseAsync(string path, string message, string? importMessage = null, bool isDescribed = true)
    {
        importMessage ??= message;
        RefuseScoring(path, message);
        Assert.Equal(importMessage, Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(path)).Message);

        var target = $"{path}.imported";
        var (exit, errors) = await RunAsync("import", path, "--out", target);
        Assert.Equal((ExitCode.InvalidInput, $"error: {importMessage}{Environment.NewLine}"), (exit, errors));
        Assert.False(File.Exists(target));

        (exit, errors) = await RunAsync("inspect", path);
        Assert.Equal(isDescribed ? (ExitCode.Success, "") : (ExitCode.InvalidInput, $"error: {message}{Environment.NewLine}"), (exit, errors));
    }

    /// <summary>Asserts that a file is refused wherever it would be scored.</summary>
    public static void RefuseScoring(string path, string message)
    {
        Assert.Equal(message, Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(path)).Message);
        Assert.Equal(message, Assert.Throws<RecurrentModelException>(() => new MLContext().Transforms.ApplyRecurrentModel("Score", "Window", path)).Message);
    }

    private static async Task<(int Exit, string Errors)> RunAsync(params string[] arguments)
    {
        using var console = new TestConsole();
        using var errors = new StringWriter();
        var exit = await ConsoleApplication.RunAsync(arguments, console, errors, TimeProvider.System);
        return (exit, errors.ToString());
    }
}
