using SkiaSharp;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Headless Chromium, which reads and renders pages.</summary>
internal sealed class Browser(string program, TemporaryFolder folder)
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe"];

    /// <summary>Finds the program on this machine; null if it is not installed.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
        Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(directory => Names.Select(name => Path.Combine(directory, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Returns the loaded page and its console messages.</summary>
    public async Task<(string Page, IReadOnlyList<string> Messages)> ReadAsync(string file, CancellationToken cancellation)
    {
        var run = await RunAsync(["--dump-dom", "--enable-logging=stderr", Address(file)], cancellation);
        return (run.Output, [.. run.Errors.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
    }

    /// <summary>Renders the top of the page.</summary>
    /// <param name="file">The page.</param>
    /// <param name="width">The width of the viewport, in pixels.</param>
    /// <param name="isDark">Whether the user prefers dark mode.</param>
    /// <param name="cancellation">Kills the program.</param>
    public async Task<SKBitmap> DrawAsync(string file, int width, bool isDark, CancellationToken cancellation)
    {
        var picture = folder[$"{Path.GetFileNameWithoutExtension(file)}-{width}-{(isDark ? "dark" : "light")}.png"];
        await RunAsync(
            [
                "--hide-scrollbars",
                FormattableString.Invariant($"--window-size={width},1200"),
                $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}",
                $"--screenshot={picture}",
                Address(file)], cancellation);
        return SKBitmap.Decode(picture) ?? throw new InvalidOperationException($"'{picture}' is not an image.");
    }

    private static string Address(string file) => new Uri(file).AbsoluteUri;

    private async Task<ProcessRun> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        // A separate profile, because parallel runs lock a shared one. No sandbox, because it is not available to root; the pages are trusted.
        var profile = folder[$"profile-{Guid.NewGuid():N}"];
        return await ProcessRun.StartAsync(
            program, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", .. arguments], cancellation);
    }
}
