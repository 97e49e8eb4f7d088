namespace MlNetRecurrent.Console;

/// <summary>A part of a report with a heading of its own.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Blocks">What stands below it, in order.</param>
internal sealed record ReportSection(string Heading, IReadOnlyList<IReportBlock> Blocks);
