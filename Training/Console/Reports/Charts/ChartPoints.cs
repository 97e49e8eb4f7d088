using System.Text;

namespace MlNetRecurrent.Console;

/// <summary>The points of a line in a picture.</summary>
internal static class ChartPoints
{
    // More than a screen has places.
    private const int MaxPoints = 1000;

    /// <summary>The values of a line, or of a long one the smallest and the largest of each stretch: what the eye would see.</summary>
    public static IReadOnlyList<(double X, double Y)> Create(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count)
            throw new ArgumentException($"A line has {x.Count} places and {y.Count} values.");
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

    /// <summary>A line through points, broken where one has no place.</summary>
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
