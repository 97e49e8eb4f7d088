namespace MlNetRecurrent.EndToEnd;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the top folder.</summary>
    public static string Place(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Whether git says that a file is as it was committed; false too where there is no git to ask.</summary>
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

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds MlNetRecurrent.sln: run what was built inside the repository.");
    }
}
