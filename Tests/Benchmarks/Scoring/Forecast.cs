namespace MlNetRecurrent.Benchmarks;

/// <summary>The output of our transformer for a row.</summary>
internal sealed class Forecast
{
    public float Score { get; set; }
}
