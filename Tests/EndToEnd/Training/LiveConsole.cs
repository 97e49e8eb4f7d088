using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A running console in a separate process, whose output is read line by line and which can be killed or interrupted.</summary>
internal sealed partial class LiveConsole : IDisposable
{
    private const int Interrupt = 2;

    private readonly Process _process;

    public LiveConsole(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
    }

    /// <summary>Reads lines until one starts with the given text.</summary>
    public async Task WaitForAsync(string start, CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return;
        }

        var errors = await _process.StandardError.ReadToEndAsync(cancellation);
        throw new InvalidOperationException($"The console ended without a line that starts with '{start}': {errors}");
    }

    /// <summary>Kills the process.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Sends Ctrl+C, once or several times, and waits for the process to end.</summary>
    public async Task<(int ExitCode, string Errors)> InterruptAsync(CancellationToken cancellation, int times = 1)
    {
        for (var time = 0; time < times; time++)
            Assert(Send(_process.Id, Interrupt) == 0);
        var output = _process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = await _process.StandardError.ReadToEndAsync(cancellation);
        await output;
        await _process.WaitForExitAsync(cancellation);
        return (_process.ExitCode, errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Assert(bool sent)
    {
        if (!sent)
            throw new InvalidOperationException("The signal could not be sent.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
