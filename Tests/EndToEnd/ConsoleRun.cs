namespace MlNetRecurrent.EndToEnd;

/// <summary>One run of the console as a user starts it: a process of its own.</summary>
internal sealed record ConsoleRun(int ExitCode, string Output, string Errors)
{
    private static readonly string Console = Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll");

    /// <summary>Starts the console and waits for its end.</summary>
    public static async Task<ConsoleRun> StartAsync(CancellationToken cancellation, params string[] arguments)
    {
        var run = await ProcessRun.StartAsync("dotnet", [Console, .. arguments], cancellation);
        return new ConsoleRun(run.ExitCode, run.Output, run.Errors);
    }
}
