namespace MlNetRecurrent.Site;

/// <summary>Finds links of a site that lead nowhere, and pages that load something from elsewhere.</summary>
internal static class LinkCheck
{
    /// <summary>Checks every page in a folder. Links to other sites are not followed.</summary>
    /// <returns>One line for each fault: the page and the link.</returns>
    public static IReadOnlyList<string> FindBroken(string folder)
    {
        var pages = Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories)
            .ToDictionary(Path.GetFullPath, file => HtmlPage.Read(File.ReadAllText(file)));
        return [.. pages.OrderBy(page => page.Key, StringComparer.Ordinal).SelectMany(page => FindBroken(folder, page.Key, page.Value, pages))];
    }

    private static IEnumerable<string> FindBroken(string folder, string file, HtmlPage page, Dictionary<string, HtmlPage> pages)
    {
        var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
        foreach (var resource in page.Resources.Distinct())
        {
            if (IsElsewhere(resource))
                yield return $"{name}: loads {resource} from another site.";
            else if (!resource.StartsWith("data:", StringComparison.Ordinal) && !Exists(file, resource, pages))
                yield return $"{name}: {resource} does not exist.";
        }

        foreach (var link in page.Links.Distinct().Where(link => !IsElsewhere(link) && !Exists(file, link, pages)))
            yield return $"{name}: the link to {link} leads nowhere.";
    }

    private static bool Exists(string file, string link, Dictionary<string, HtmlPage> pages)
    {
        var parts = link.Split('#', 2);
        var path = Uri.UnescapeDataString(parts[0].Split('?')[0]);
        var target = path.Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, path));
        if (Directory.Exists(target))
            target = Path.Combine(target, "index.html");
        if (!pages.TryGetValue(target, out var page))
            return File.Exists(target);
        return parts.Length == 1 || parts[1].Length == 0 || page.Anchors.Contains(Uri.UnescapeDataString(parts[1]));
    }

    private static bool IsElsewhere(string link) =>
        link.StartsWith("//", StringComparison.Ordinal)
        || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto");
}
