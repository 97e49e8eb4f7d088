namespace MlNetRecurrent.Site;

/// <summary>Copies the pages of the repository for docfx, with everything that they link to.</summary>
/// <remarks>
/// The site has no repository beside it. Files that pages link to become pages and images of the site, sources become pages with their code, and
/// links to folders lead to the folder's README or become plain text. Pages of <c>.docs</c> are at the top of the site, all others in
/// <c>repository</c>.
/// </remarks>
internal sealed class PageStaging(string repository, string staging)
{
    private static readonly string[] ImageTypes = [".png", ".svg", ".jpg", ".gif"];

    /// <summary>The pages that the table of contents lists, besides those of <c>.docs</c>.</summary>
    internal static readonly string[] Manual =
    [
        "README.md", "Inference/Library/README.md", "Inference/Runtime/Engine/README.md", "Inference/Runtime/Onnx/README.md", "Training/README.md",
        "Training/Library/Kernels/README.md", "Exported/README.md", ".github/CHANGELOG.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md",
    ];

    private readonly Queue<string> _waiting = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>Copies the pages.</summary>
    /// <returns>The links that lead nowhere, one line each.</returns>
    public IReadOnlyList<string> Stage()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(repository, ".docs"), "*.md", SearchOption.AllDirectories))
            Add(GetRelativePath(repository, page));
        foreach (var page in Manual)
            Add(page);
        while (_waiting.TryDequeue(out var file))
            Write(file);
        return _problems;
    }

    private void Add(string file)
    {
        if (_known.Add(file))
            _waiting.Enqueue(file);
    }

    private void Write(string file)
    {
        var source = Path.Combine(repository, file);
        var copy = Path.Combine(staging, GetPlace(file));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (IsPage(file))
            File.WriteAllText(copy, MarkdownLinks.Replace(File.ReadAllText(source), target => Resolve(file, target)));
        else if (IsImage(file))
            File.Copy(source, copy);
        else
            File.WriteAllText(copy, SourcePage.Create(file, File.ReadAllText(source)));
    }

    // Returns the target in the site, or null for a folder that has no page.
    private string? Resolve(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("xref:", StringComparison.Ordinal) || target.StartsWith('#'))
            return target;

        var parts = target.Split('#', 2);
        var full = Path.GetFullPath(Path.Combine(repository, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0])));
        var file = GetRelativePath(repository, full);
        if (file.StartsWith("../", StringComparison.Ordinal) || !Path.Exists(full))
        {
            _problems.Add($"{page}: the link to {target} leads nowhere.");
            return null;
        }

        if (Directory.Exists(full))
        {
            file = $"{file}/README.md";
            if (!File.Exists(Path.Combine(repository, file)))
                return null;
        }

        Add(file);
        var place = GetRelativePath(Path.GetDirectoryName(GetPlace(page))!, GetPlace(file));
        return parts.Length > 1 ? $"{place}#{parts[1]}" : place;
    }

    // The path of a file in the site's source.
    private static string GetPlace(string file)
    {
        const string Docs = ".docs/";
        var place = file.StartsWith(Docs, StringComparison.Ordinal) ? file[Docs.Length..] : $"repository/{file.TrimStart('.')}";
        return IsPage(file) || IsImage(file) ? place : $"{place}.md";
    }

    private static bool IsPage(string file) => Path.GetExtension(file) == ".md";

    private static bool IsImage(string file) => ImageTypes.Contains(Path.GetExtension(file));

    private static string GetRelativePath(string folder, string path) =>
        Path.GetRelativePath(folder.Length == 0 ? "." : folder, path).Replace('\\', '/');
}
