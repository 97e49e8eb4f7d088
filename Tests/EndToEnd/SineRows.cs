namespace MlNetRecurrent.EndToEnd;

/// <summary>The rows of the pipeline in the sine experiment, recreated independently.</summary>
internal static class SineRows
{
    public const int Window = 20;

    public static SineRow[] Unseen(int count) => [.. Enumerable.Range(1000 + Window, count).Select(index => new SineRow
    {
        Window = [.. Enumerable.Range(index - Window, Window).Select(Y)],
        Next = Y(index),
    })];

    private static float Y(int index) => (float)Math.Sin(index * 100.0 / 999);
}
