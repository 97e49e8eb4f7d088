namespace MlNetRecurrent.Console;

/// <summary>The worked example's data: y = sin(x) at 1000 points over [0, 100], and as it goes on beyond.</summary>
internal static class SineSeries
{
    /// <summary>Points that networks are fitted on.</summary>
    public const int Count = 1000;

    /// <summary>Where the fitted part ends.</summary>
    public const double End = 100;

    /// <summary>The place of a point; points from <see cref="Count"/> on lie beyond <see cref="End"/>.</summary>
    public static double X(int index) => index * End / (Count - 1);

    /// <summary>The value of a point.</summary>
    public static float Y(int index) => (float)Math.Sin(X(index));

    /// <summary>The values of successive points.</summary>
    public static float[] Values(int start, int count) => [.. Enumerable.Range(start, count).Select(Y)];
}
