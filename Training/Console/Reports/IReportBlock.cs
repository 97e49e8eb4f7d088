using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>One thing in a section of a report: a paragraph, a table, a chart.</summary>
internal interface IReportBlock
{
    /// <summary>The block as an element of the page; texts stand in it as they are, and are escaped when the page is written.</summary>
    XElement ToHtml();
}
