namespace MlNetRecurrent.Packages;

/// <summary>The size of folders.</summary>
internal static class FolderSize
{
    /// <summary>Returns the size of all files in a folder for people, in MB. Links count as what they lead to.</summary>
    public static string Of(string folder)
    {
        var bytes = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(GetLength);
        return FormattableString.Invariant($"{bytes / 1e6:n1} MB");
    }

    private static long GetLength(string file) => (new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(file)).Length;
}
