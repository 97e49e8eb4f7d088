using System.Text;

namespace MlNetRecurrent.Console;

/// <summary>Converts the values of a line to points in a picture.</summary>
internal static class ChartPoints
{
    // More points than a typical chart has pixels.
    private const int MaxPoints = 1000;

    /// <summary>Returns the points of a line. A long line is reduced to the minimum and the maximum of each interval, which looks the same.</summary>
    public static IReadOnlyList<(double X, double Y)> Create(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count)
            throw new ArgumentException($"A line has {x.Count} x coordinates and {y.Count} y coordinates, expected equally many.");
        var points = x.Zip(y).ToList();
        if (points.Count <= MaxPoints)
            return points;
        var thinned = new List<(double X, double Y)>();
        foreach (var part in points.Chunk((int)Math.Ceiling(2.0 * points.Count / MaxPoints)))
        {
            var (low, high) = (part.MinBy(point => point.Second), part.MaxBy(point => point.Second));
            thinned.AddRange(low.First <= high.First ? [low, high] : [high, low]);
        }

        return thinned;
    }

    /// <summary>Creates an SVG path through points, with a gap where a point has no position.</summary>
    public static string Line(IEnumerable<(double X, double Y)> points, ChartScale x, ChartScale y)
    {
        var path = new StringBuilder();
        var isBroken = true;
        foreach (var point in points)
        {
            if (x.GetPosition(point.X) is not { } across || y.GetPosition(point.Y) is not { } up)
            {
                isBroken = true;
                continue;
            }

            path.Append(isBroken ? 'M' : 'L').Append(ChartPicture.Number(across)).Append(' ').Append(ChartPicture.Number(up));
            isBroken = false;
        }

        return path.ToString();
    }
}
