using Microsoft.ML.Data;

namespace MlNetRecurrent.Console;

/// <summary>A row of the ML.NET pipeline: a window of the sine and the value that follows it.</summary>
internal sealed class SineRow
{
    /// <summary>The window [time].</summary>
    public float[] Window { get; set; } = [];

    /// <summary>The value after the window.</summary>
    public float Next { get; set; }

    /// <summary>Creates the rows for consecutive points: the window before each point, and the point.</summary>
    /// <param name="start">The index of the first point.</param>
    /// <param name="count">The number of points.</param>
    /// <param name="window">The number of time steps in each window.</param>
    public static IEnumerable<SineRow> Create(int start, int count, int window) => Enumerable.Range(start, count).Select(index => new SineRow
    {
        Window = SineSeries.Values(index - window, window),
        Next = SineSeries.Y(index),
    });

    /// <summary>Creates the ML.NET schema of the rows. The length of the window is known only at run time.</summary>
    public static SchemaDefinition Schema(int window)
    {
        var schema = SchemaDefinition.Create(typeof(SineRow));
        schema[nameof(Window)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, window);
        return schema;
    }
}
