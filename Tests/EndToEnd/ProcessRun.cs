using System.ComponentModel;
using System.Diagnostics;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The result of running a program.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellation">Kills the program and its child processes.</param>
    /// <param name="folder">The working directory; empty for that of this process.</param>
    /// <param name="input">The standard input.</param>
    /// <exception cref="Win32Exception">The program does not exist.</exception>
    public static async Task<ProcessRun> StartAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation, string folder = "", string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // The threads of LibTorch spin while they wait, which slows down other tests on the same machine.
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await WriteAsync(process.StandardInput, input);
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ProcessRun(process.ExitCode, await output, await errors);
    }

    private static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input);
            writer.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input: its exit code and error output explain why.
        }
    }
}
