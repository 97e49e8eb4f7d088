namespace ForecastNamespace;

/// <summary>The input of the pipeline: the temperatures of the days up to a date, the latest last.</summary>
internal sealed class WeatherWindow
{
    public DateTime Date { get; set; }

    public float[] Window { get; set; } = [];
}
