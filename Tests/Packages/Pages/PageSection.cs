namespace MlNetRecurrent.Packages;

/// <summary>A heading of a page and what stands below it, up to the next heading.</summary>
/// <param name="Level">The number of number signs before the heading; 0 for the text before the first heading.</param>
/// <param name="Parent">The section that this one belongs to.</param>
internal sealed record PageSection(int Level, PageSection? Parent)
{
    /// <summary>The packages that the section says to add.</summary>
    public HashSet<string> Packages { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The C# blocks of the section.</summary>
    public List<ReadmeBlock> Blocks { get; } = [];

    /// <summary>The section and those that it is part of, the innermost first.</summary>
    public IEnumerable<PageSection> Chain => Parent is null ? [this] : Parent.Chain.Prepend(this);
}
