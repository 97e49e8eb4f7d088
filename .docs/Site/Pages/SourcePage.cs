namespace MlNetRecurrent.Site;

/// <summary>A page that shows a source file.</summary>
internal static class SourcePage
{
    /// <summary>Returns the page in Markdown.</summary>
    /// <param name="file">The path of the file, from the root of the repository.</param>
    /// <param name="text">The contents of the file.</param>
    public static string Create(string file, string text)
    {
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
            fence += '`';

        // The search leaves these pages out: it is for readers of the pages and of the API, and links lead here.
        return $"---\n_noindex: true\n---\n\n# {Path.GetFileName(file)}\n\n`{file}`\n\n{fence}{GetLanguage(file)}\n{text.TrimEnd()}\n{fence}\n";
    }

    private static string GetLanguage(string file) => Path.GetExtension(file) switch
    {
        ".cs" => "csharp",
        ".props" or ".targets" or ".csproj" => "xml",
        ".sh" => "bash",
        ".js" or ".mjs" => "js",
        _ => "text",
    };
}
