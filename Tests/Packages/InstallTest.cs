namespace MlNetRecurrent.Packages;

/// <summary>The whole test.</summary>
internal sealed class InstallTest(InstallOptions options, CaseRunner runner, TextWriter output)
{
    /// <summary>Runs all cases as often as the options say, and prints the result.</summary>
    /// <returns>The exit code: 0 unless a case failed.</returns>
    public static async Task<int> RunAsync(InstallOptions options, TextWriter output, CancellationToken cancellation)
    {
        var runner = new CaseRunner(options.Only, output);
        for (var time = 0; time < options.Times; time++)
            await new InstallTest(options, runner, output).RunAsync(cancellation);
        var skipped = runner.Skipped > 0 ? $", {runner.Skipped} skipped" : "";
        output.WriteLine($"{runner.Passed} passed, {runner.Failed} failed{skipped}");
        return runner.Failed == 0 ? 0 : 1;
    }

    // Packs, installs, builds and runs in a new scratch folder.
    private async Task RunAsync(CancellationToken cancellation)
    {
        // A short path: the sockets of compilers and runtimes are in it, and may have a hundred characters.
        var root = Directory.CreateTempSubdirectory("recurrent-").FullName;
        try
        {
            await RunAsync(root, cancellation);
        }
        finally
        {
            if (options.Keep)
                output.WriteLine($"Kept: {root}");
            else
                Directory.Delete(root, recursive: true);
        }
    }

    private async Task RunAsync(string root, CancellationToken cancellation)
    {
        var feed = new LocalFeed(options.Feed?.FullName ?? Directory.CreateDirectory(Path.Combine(root, "feed")).FullName);
        if (options.Feed is null && !await runner.RunAsync(new InstallCase("feed: pack", () => feed.PackAsync(cancellation))))
            return;

        var sandbox = new Sandbox(root, feed.Folder, cancellation);
        ICaseGroup[] groups =
        [
            new FeedCases(feed),
            new ToolCases(sandbox, feed.Version),
            new TemplateCases(sandbox),
            new PageCases(sandbox, feed.Version, options.AllPages, runner.Selects),
            new FormCases(sandbox, feed.Version),
            new ScriptCases(sandbox, feed.Version),
            new OriginCases(sandbox, feed),
        ];
        foreach (var group in groups)
            await runner.RunAsync(group);
        output.WriteLine();
        foreach (var package in feed.Packages)
            output.WriteLine($"{package.Id,-36} {package.Version,-10} {package.Size,10}");
    }
}
