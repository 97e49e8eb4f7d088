using System.Globalization;
using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>The elements that all charts share: the figure and its SVG elements. CSS classes select the colors.</summary>
internal static class ChartPicture
{
    /// <summary>The width of every picture, in SVG units. The page scales pictures to the available width.</summary>
    public const double Width = 480;

    /// <summary>Creates a figure: title, legend and picture.</summary>
    /// <param name="title">The caption.</param>
    /// <param name="description">The text alternative for the picture.</param>
    /// <param name="legend">The entries of the legend, or none.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="content">The elements of the picture.</param>
    public static XElement Figure(string title, string description, IEnumerable<XElement> legend, double height, IEnumerable<XElement> content)
    {
        var names = legend.ToList();
        return new XElement(
            "figure",
            new XElement("figcaption", title),
            names.Count == 0 ? null : new XElement("ul", new XAttribute("class", "legend"), names),
            new XElement(
                "svg",
                new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
                new XAttribute("role", "img"),
                new XAttribute("aria-label", $"{title}. {description}"),
                new XElement("title", title),
                new XElement("desc", description),
                content));
    }

    /// <summary>Creates an entry of a legend.</summary>
    public static XElement Key(string name, string classes) => new("li", new XElement("span", new XAttribute("class", $"key {classes}")), name);

    /// <summary>Creates a text element.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">The x coordinate of the anchor.</param>
    /// <param name="y">The y coordinate of the baseline.</param>
    /// <param name="anchor">The alignment: start, middle or end.</param>
    /// <param name="more">Additional attributes.</param>
    public static XElement Text(string text, double x, double y, string anchor, params XAttribute[] more) =>
        new("text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), more, text);

    /// <summary>Creates a grid line.</summary>
    public static XElement GridLine(double x1, double y1, double x2, double y2) => new(
        "line",
        new XAttribute("class", "grid"),
        new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)),
        new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)));

    /// <summary>Creates a path.</summary>
    public static XElement Path(string classes, string path) => new("path", new XAttribute("class", classes), new XAttribute("d", path));

    /// <summary>Formats a coordinate.</summary>
    public static string Number(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Formats a value for display.</summary>
    public static string Value(double value) => value.ToString("g4", CultureInfo.InvariantCulture);
}
