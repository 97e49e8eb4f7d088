using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("models/airline-1_2.onnx")]
    [InlineData("größe.csv")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("'")]
    [InlineData("~/m.onnx")]
    [InlineData(@"a\b.onnx")]
    [InlineData("$HOME`id`$(id)")]
    [InlineData("a*?[b]{c,d}")]
    [InlineData("a;b|c&d>e<f#g!h")]
    [InlineData("a\"b\nc")]
    public void Quote_AnyArgument_IsOneWordOfAShell(string argument)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses a shell.");

        var start = new ProcessStartInfo("sh", ["-c", $"printf '%s|' {ShellWord.Quote(argument)}"]) { RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;

        Assert.Equal($"{argument}|", shell.StandardOutput.ReadToEnd());
    }
}
