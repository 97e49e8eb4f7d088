namespace MlNetRecurrent.EndToEnd;

/// <summary>A page of the walk: a program in pieces, between them text and what it prints.</summary>
internal static class WalkPage
{
    /// <summary>The program.</summary>
    public const string Program = ".docs/walk/walk.cs";

    /// <summary>The page in English.</summary>
    public const string English = ".docs/walk/index.md";

    /// <summary>The page in Indonesian.</summary>
    public const string Indonesian = ".docs/walk/index.id.md";

    /// <summary>Returns the pieces of the program on a page, in order.</summary>
    public static string GetProgram(string page) => Join("csharp", page);

    /// <summary>Returns the printed lines on a page, in order.</summary>
    public static string GetOutput(string page) => Join("text", page);

    // One empty line separates two pieces.
    private static string Join(string language, string page) =>
        string.Join('\n', ReadmeBlock.All(language, page).Select(block => block.Code));
}
