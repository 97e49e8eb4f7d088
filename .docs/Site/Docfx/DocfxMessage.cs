namespace MlNetRecurrent.Site;

/// <summary>A line of the log that docfx writes.</summary>
/// <param name="Severity"><c>error</c>, <c>warning</c>, <c>info</c>, ...</param>
/// <param name="Message">The text; an exception has its stack trace in further lines.</param>
/// <param name="Code">The kind of fault, if it has a name.</param>
/// <param name="File">The page at fault, if there is one.</param>
/// <param name="Line">The line in the page; 0 or null if it is not known.</param>
internal sealed record DocfxMessage(string Severity, string Message, string? Code, string? File, string? Line)
{
    /// <summary>Returns the message in one line, as compilers write it: <c>index.md(79): warning InvalidFileLink: the text</c>.</summary>
    public override string ToString()
    {
        var line = Line is null or "0" ? "" : $"({Line})";
        var place = File is null ? "" : $"{File}{line}: ";
        var code = Code is null ? "" : $" {Code}";
        return $"{place}{Severity}{code}: {Message.Split('\n')[0].TrimEnd()}";
    }
}
