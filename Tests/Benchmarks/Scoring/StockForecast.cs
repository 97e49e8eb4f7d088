using Microsoft.ML.Data;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The stock transformer's answer to a row.</summary>
internal sealed class StockForecast
{
    [ColumnName("output")]
    public float[] Output { get; set; } = [];
}
