using Microsoft.ML.Data;

namespace MlNetRecurrent.Console;

/// <summary>A row of the ML.NET pipeline: a window of the sine and the value that follows it.</summary>
internal sealed class SineRow
{
    /// <summary>The window [time].</summary>
    public float[] Window { get; set; } = [];

    /// <summary>The value that follows.</summary>
    public float Next { get; set; }

    /// <summary>Rows for the windows that end before each of some successive points.</summary>
    public static IEnumerable<SineRow> Before(int start, int count, int window) =>
        Enumerable.Range(start, count).Select(index => new SineRow { Window = SineSeries.Values(index - window, window), Next = SineSeries.Y(index) });

    /// <summary>How ML.NET sees the rows: the window's length is known at run time only.</summary>
    public static SchemaDefinition Schema(int window)
    {
        var schema = SchemaDefinition.Create(typeof(SineRow));
        schema[nameof(Window)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, window);
        return schema;
    }
}
