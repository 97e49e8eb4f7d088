namespace MlNetRecurrent.Packages;

/// <summary>Packs the product, installs it, and runs what its pages promise.</summary>
internal sealed class InstallTest(InstallOptions options, TextWriter output)
{
    private readonly CaseRunner _runner = new(options.Only, output);

    /// <summary>Runs all cases in a new scratch folder, and prints the sizes of the packages and the result.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
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

        var skipped = _runner.Skipped > 0 ? $", {_runner.Skipped} skipped" : "";
        output.WriteLine($"{_runner.Passed} passed, {_runner.Failed} failed{skipped}");
        return _runner.ExitCode;
    }

    private async Task RunAsync(string root, CancellationToken cancellation)
    {
        var feed = new LocalFeed(options.Feed?.FullName ?? Directory.CreateDirectory(Path.Combine(root, "feed")).FullName);
        if (options.Feed is null && !await _runner.RunAsync(new InstallCase("feed: pack", () => feed.PackAsync(cancellation))))
            return;

        await _runner.RunAsync(new FeedCases(feed));
        for (var time = 1; time <= options.Times; time++)
        {
            var home = Directory.CreateDirectory(Path.Combine(root, $"{time}")).FullName;
            await UseAsync(feed, new Sandbox(home, feed.Folder, cancellation));
            if (!options.Keep)
                Directory.Delete(home, recursive: true);
        }

        output.WriteLine();
        foreach (var package in feed.Packages)
            output.WriteLine($"{package.Id,-36} {package.Version,-10} {package.Size,10}");
    }

    private async Task UseAsync(LocalFeed feed, Sandbox sandbox)
    {
        ICaseGroup[] groups =
        [
            new ToolCases(sandbox, feed.Version),
            new TemplateCases(sandbox, feed.Version),
            new PageCases(sandbox, feed.Version, _runner.Selects),
            new FormCases(sandbox, feed.Version),
            new ScriptCases(sandbox, feed.Version),
            new OriginCases(sandbox, feed),
        ];
        foreach (var group in groups)
            await _runner.RunAsync(group);
    }
}
