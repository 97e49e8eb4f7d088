namespace MlNetRecurrent.Console;

/// <summary>The data of the sine experiment: y = sin(x) at 1000 points over [0, 100], and its continuation.</summary>
internal static class SineSeries
{
    /// <summary>The number of points to train on.</summary>
    public const int Count = 1000;

    /// <summary>The x coordinate at which the training data ends.</summary>
    public const double End = 100;

    /// <summary>The x coordinate of a point. Points from index <see cref="Count"/> are after <see cref="End"/>.</summary>
    public static double X(int index) => index * End / (Count - 1);

    /// <summary>The y coordinate of a point.</summary>
    public static float Y(int index) => (float)Math.Sin(X(index));

    /// <summary>The y coordinates of consecutive points.</summary>
    public static float[] Values(int start, int count) => [.. Enumerable.Range(start, count).Select(Y)];
}
