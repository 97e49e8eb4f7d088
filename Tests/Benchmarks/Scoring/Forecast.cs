namespace MlNetRecurrent.Benchmarks;

/// <summary>Our transformer's answer to a row.</summary>
internal sealed class Forecast
{
    public float Score { get; set; }
}
