using System.ComponentModel;
using System.Diagnostics;

namespace MlNetRecurrent.EndToEnd;

/// <summary>One run of a program, from its start to its end.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Starts a program and waits for its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Ends the program and whatever it has started.</param>
    /// <param name="folder">The folder it runs in; left out, this process's.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <exception cref="Win32Exception">There is no such program.</exception>
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
        // LibTorch's threads wait spinning, which costs most where tests share the processors with others.
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
            // It has ended without reading: its exit code and errors say why.
        }
    }
}
