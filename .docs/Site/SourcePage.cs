namespace MlNetRecurrent.Site;

/// <summary>A page that shows a source file.</summary>
internal static class SourcePage
{
    /// <summary>Returns the page in Markdown.</summary>
    /// <param name="file">The path of the file, from the root of the repository.</param>
    /// <param name="text">The contents of the file.</param>
    public static string Create(string file, string text)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text, '`') + 1));

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

    private static int LongestRun(string text, char character)
    {
        var (longest, current) = (0, 0);
        foreach (var each in text)
        {
            current = each == character ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
