using System.Globalization;
using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>What charts have in common: the figure around the picture, and the elements inside it. Colours are the page's, by class.</summary>
internal static class ChartPicture
{
    /// <summary>The width of every picture, in its own units; a page scales it to the room there is.</summary>
    public const double Width = 480;

    /// <summary>A figure: title, legend, picture.</summary>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="description">What the picture shows, for those who do not see it.</param>
    /// <param name="legend">The names of what is drawn, or nothing.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="content">What is drawn.</param>
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

    /// <summary>A name in a legend.</summary>
    public static XElement Key(string name, string classes) => new("li", new XElement("span", new XAttribute("class", $"key {classes}")), name);

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="more">More attributes.</param>
    public static XElement Text(string text, double x, double y, string anchor, params XAttribute[] more) =>
        new("text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), more, text);

    /// <summary>A straight line of the grid.</summary>
    public static XElement GridLine(double x1, double y1, double x2, double y2) => new(
        "line", new XAttribute("class", "grid"), new XAttribute("x1", Number(x1)), new XAttribute("y1", Number(y1)), new XAttribute("x2", Number(x2)), new XAttribute("y2", Number(y2)));

    /// <summary>A path.</summary>
    public static XElement Path(string classes, string path) => new("path", new XAttribute("class", classes), new XAttribute("d", path));

    /// <summary>A place in the picture.</summary>
    public static string Number(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A value in a text.</summary>
    public static string Value(double value) => value.ToString("g4", CultureInfo.InvariantCulture);
}
