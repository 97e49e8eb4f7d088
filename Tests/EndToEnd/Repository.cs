namespace MlNetRecurrent.EndToEnd;

/// <summary>The repository that contains these tests.</summary>
internal static class Repository
{
    /// <summary>The root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Returns a path below the root folder.</summary>
    public static string GetPath(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Whether a file is unchanged since it was committed; false if git is not available.</summary>
    public static async Task<bool> IsAsCommittedAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var run = await ProcessRun.StartAsync("git", ["status", "--porcelain", "--ignored", "--", path], cancellation, Root);
            return run is { ExitCode: 0, Output: "" };
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MlNetRecurrent.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No folder above '{AppContext.BaseDirectory}' contains MlNetRecurrent.sln: run the tests from a build inside the repository.");
    }
}
