namespace MlNetRecurrent.EndToEnd;

/// <summary>The result of running the console in a separate process, as a user does.</summary>
internal sealed record ConsoleRun(int ExitCode, string Output, string Errors)
{
    private static readonly string Console = Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll");

    /// <summary>Runs the console.</summary>
    public static async Task<ConsoleRun> StartAsync(CancellationToken cancellation, params string[] arguments)
    {
        var run = await ProcessRun.StartAsync("dotnet", [Console, .. arguments], cancellation);
        return new ConsoleRun(run.ExitCode, run.Output, run.Errors);
    }
}
