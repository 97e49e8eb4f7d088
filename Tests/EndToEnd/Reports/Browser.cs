using SkiaSharp;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Chromium without a window, which reads and draws pages.</summary>
internal sealed class Browser(string program, TemporaryFolder folder)
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe"];

    /// <summary>Where one is on this machine; null where there is none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(place => Names.Select(name => Path.Combine(place, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>What the page is once it is loaded, and what its console says.</summary>
    public async Task<(string Page, IReadOnlyList<string> Messages)> ReadAsync(string file, CancellationToken cancellation)
    {
        var run = await RunAsync(["--dump-dom", "--enable-logging=stderr", Address(file)], cancellation);
        return (run.Output, [.. run.Errors.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
    }

    /// <summary>A picture of the top of the page.</summary>
    /// <param name="file">The page.</param>
    /// <param name="width">The width of the window, in pixels.</param>
    /// <param name="isDark">Whether the user likes dark pages.</param>
    /// <param name="cancellation">Ends the program.</param>
    public async Task<SKBitmap> DrawAsync(string file, int width, bool isDark, CancellationToken cancellation)
    {
        var picture = folder[$"{Path.GetFileNameWithoutExtension(file)}-{width}-{(isDark ? "dark" : "light")}.png"];
        await RunAsync(
            ["--hide-scrollbars", FormattableString.Invariant($"--window-size={width},1200"), $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", $"--screenshot={picture}", Address(file)], cancellation);
        return SKBitmap.Decode(picture) ?? throw new InvalidOperationException($"'{picture}' is no picture.");
    }

    private static string Address(string file) => new Uri(file).AbsoluteUri;

    private async Task<ProcessRun> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        // A profile of its own: two that run at once would wait for each other. The pages are this product's: no sandbox, which root has none of.
        var profile = folder[$"profile-{Guid.NewGuid():N}"];
        return await ProcessRun.StartAsync(program, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", .. arguments], cancellation);
    }
}
