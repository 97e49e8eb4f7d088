using System.Diagnostics;

namespace MlNetRecurrent.EndToEnd;

/// <summary>One run of the console as a user starts it: a process of its own.</summary>
internal sealed record ConsoleRun(int ExitCode, string Output, string Errors)
{
    private static readonly string Console = Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll");

    /// <summary>Starts the console and waits for its end.</summary>
    public static async Task<ConsoleRun> StartAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Console, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ConsoleRun(process.ExitCode, await output, await errors);
    }
}
