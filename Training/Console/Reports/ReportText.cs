using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>A paragraph of a report.</summary>
/// <param name="Text">The text.</param>
internal sealed record ReportText(string Text) : IReportBlock
{
    /// <inheritdoc/>
    public XElement ToHtml() => new("p", Text);
}
