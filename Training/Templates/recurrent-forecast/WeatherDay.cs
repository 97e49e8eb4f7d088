using Microsoft.ML.Data;

namespace ForecastNamespace;

/// <summary>A row of the CSV file, with the columns that the pipeline reads.</summary>
internal sealed class WeatherDay
{
    [LoadColumn(0)]
    public DateTime Date { get; set; }

    [LoadColumn(2)]
    public float MaxTemperature { get; set; }
}
