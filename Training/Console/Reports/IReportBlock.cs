using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>A block in a section of a report: a paragraph, a table or a chart.</summary>
internal interface IReportBlock
{
    /// <summary>Creates the HTML element of the block. Texts are unescaped; they are escaped when the page is written.</summary>
    XElement ToHtml();
}
