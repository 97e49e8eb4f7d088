namespace MlNetRecurrent.Console;

/// <summary>A section of a report.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Blocks">The blocks below the heading, in order.</param>
internal sealed record ReportSection(string Heading, IReadOnlyList<IReportBlock> Blocks);
