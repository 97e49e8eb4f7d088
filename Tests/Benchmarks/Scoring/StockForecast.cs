using Microsoft.ML.Data;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The output of the stock transformer for a row.</summary>
internal sealed class StockForecast
{
    [ColumnName("output")]
    public float[] Output { get; set; } = [];
}
