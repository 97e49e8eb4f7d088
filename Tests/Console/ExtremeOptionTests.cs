using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Extreme numbers for every numeric option: each is used or refused, in a few seconds, and no error is unexpected.</summary>
public sealed class ExtremeOptionTests : IDisposable
{
    private const string Whole = "a whole number from -2147483648 to 2147483647";
    private const string Real = "a number with a decimal point, such as 0.5";

    private static readonly string[] WholeNumbers = ["-2147483648", "-1", "0", "2147483647", "1e3", "99999999999"];
    private static readonly string[] RealNumbers = ["-1", "0", "1e-320", "1e-50", "1e39", "1e308", "NaN", "Infinity", "-Infinity"];

    private readonly ConsoleCall _call = new();

    public static TheoryData<string> Train =>
    [
        .. Combine(WholeNumbers, "--hidden", "--layers", "--horizon", "--season", "--chrono", "--stride", "--ensemble", "--threads", "--window"),
        .. Combine(WholeNumbers, "--batch", "--warmup", "--patience", "--shift", "--truncate", "--test-stride", "--lags"),
        .. Combine(RealNumbers, "--dropout", "--head-dropout", "--recurrent-dropout", "--transform-offset", "--test-fraction", "--quantiles"),
        .. Combine(RealNumbers, "--lr", "--clip", "--weight-decay", "--beta2", "--average", "--noise", "--time-mask", "--stretch", "--stop-at"),
        "--epochs -1", "--epochs 0", "--epochs 1e3", "--minutes 0", "--minutes -1", "--minutes NaN", "--minutes 1e-320", "--minutes 1e308",
        "--seed -1", "--seed -2147483648", "--seed 2147483647", "--hidden 65536", "--hidden 65537", "--layers 257", "--layers 256 --hidden 4096",
        "--ensemble 64 --hidden 5000", "--threads 100000", "--batch 2147483647 --hidden 300", "--optimizer sgd --lr 1e38",
        "--optimizer rmsprop --clip 3e38", "--transform log --transform-offset 3e38", "--transform sqrt --transform-offset -3e38",
    ];

    public void Dispose() => _call.Dispose();

    [Theory, MemberData(nameof(Train))]
    public async Task Train_AnyNumber_IsUsedOrRefused(string options)
    {
        string[] rows = [.. Enumerable.Range(0, 60).Select(row => $"{row},{Math.Sin(row).ToString(CultureInfo.InvariantCulture)}")];
        var file = _call.Write("f.csv", $"t,y\n{string.Join('\n', rows)}\n");
        List<string> arguments = ["train", "--data", file, "--target", "y", "--out", _call["m.onnx"], .. options.Split(' ')];
        foreach (var (option, value) in new[] { ("--hidden", "2"), ("--window", "5"), ("--epochs", "1"), ("--batch", "16") })
        {
            if (!options.Contains(option, StringComparison.Ordinal))
                arguments.AddRange([option, value]);
        }

        var exit = await _call.RunAsync([.. arguments]);

        if (exit == ExitCode.Failed)
        {
            // The loss or the output became infinite: an outcome, not a fault.
            Assert.Matches("loss|is NaN", _call.Errors);
            return;
        }

        Assert.True(exit is ExitCode.Success or ExitCode.InvalidInput, $"Exit code {exit}: {_call.Errors}");
        Assert.Equal(exit == ExitCode.Success, File.Exists(_call["m.onnx"]));
        Assert.Equal(exit == ExitCode.Success ? "" : _call.Errors, _call.Errors);
        Assert.DoesNotContain("unexpected", _call.Errors, StringComparison.Ordinal);
        // A sum that overflowed.
        Assert.DoesNotContain("expected at least -", _call.Errors, StringComparison.Ordinal);
        Assert.True(exit == ExitCode.Success || _call.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 2, _call.Errors);
    }

    [Theory]
    [InlineData("train", "--lr", "1,5", Real)]
    [InlineData("train", "--clip", "1,000", Real)]
    [InlineData("train", "--weight-decay", "0,0001", Real)]
    [InlineData("train", "--test-fraction", "0,2", Real)]
    [InlineData("train", "--transform-offset", "1,5", Real)]
    [InlineData("train", "--minutes", "five", Real)]
    [InlineData("train", "--hidden", "1,000", Whole)]
    [InlineData("train", "--hidden", "4.5", Whole)]
    [InlineData("train", "--threads", "99999999999", Whole)]
    [InlineData("retrain m.onnx", "--lr", "0,01", Real)]
    [InlineData("rollback m.onnx", "--to", "2147483648", Whole)]
    [InlineData("generate m.onnx --prompt a", "--temperature", "0,7", Real)]
    [InlineData("", "--lr", "0,01", Real)]
    [InlineData("", "--seed", "1,5", "a whole number from -9223372036854775808 to 9223372036854775807")]
    public async Task Run_TextThatIsNoNumber_IsRefusedByName(string command, string option, string value, string expected)
    {
        Assert.Equal(ExitCode.InvalidInput, await _call.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), option, value]));

        Assert.Equal($"error: Option {option} is '{value}', expected {expected}.", _call.Errors.Split('\n')[0].TrimEnd());
    }

    private static IEnumerable<string> Combine(string[] values, params string[] options) =>
        from option in options from value in values select $"{option} {value}";
}
