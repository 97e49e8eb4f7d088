namespace ForecastNamespace;

#if (oneStep)
/// <summary>The output of the pipeline. With a horizon of more than one day, the type of each property is <c>float[]</c>.</summary>
internal sealed class WeatherForecast
{
    public float Score { get; set; }

    public float LowerBound { get; set; }

    public float UpperBound { get; set; }
}
#else
/// <summary>The output of the pipeline, a value for each day. With a horizon of one day, the type of each property is <c>float</c>.</summary>
internal sealed class WeatherForecast
{
    public float[] Score { get; set; } = [];

    public float[] LowerBound { get; set; } = [];

    public float[] UpperBound { get; set; } = [];
}
#endif
