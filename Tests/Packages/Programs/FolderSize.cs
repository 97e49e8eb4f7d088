namespace MlNetRecurrent.Packages;

/// <summary>The size of folders.</summary>
internal static class FolderSize
{
    // Symbols of native and managed code, which nobody deploys.
    private static readonly string[] Symbols = [".dbg", ".pdb"];

    /// <summary>Returns the size of the files in a folder for people, in MB, without symbols. Links count as what they lead to.</summary>
    public static string Of(string folder)
    {
        var bytes = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Symbols.Contains(Path.GetExtension(file)))
            .Sum(GetLength);
        return FormattableString.Invariant($"{bytes / 1e6:n1} MB");
    }

    private static long GetLength(string file)
    {
        var info = new FileInfo(file);
        return info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : info.Length;
    }
}
