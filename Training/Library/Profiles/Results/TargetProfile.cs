namespace MlNetRecurrent.Training;

/// <summary>What the series of a column to forecast are like. Of long series, only the last rows are looked at: two million rows in all.</summary>
public sealed record TargetProfile
{
    /// <summary>The name of the column.</summary>
    public required string Name { get; init; }

    /// <summary>The season lengths found, in rows, shortest first; empty if there is no season.</summary>
    public IReadOnlyList<int> Seasons { get; init; } = [];

    /// <summary>The number of series whose values rise: the means of their parts do, beyond chance.</summary>
    public int RisingCount { get; init; }

    /// <summary>The number of series whose values fall.</summary>
    public int FallingCount { get; init; }

    /// <summary>The share of zeros, 0 to 1.</summary>
    public double ZeroShare { get; init; }

    /// <summary>The mean number of rows from one amount above 0 to the next; NaN without amounts.</summary>
    public double AverageDemandInterval { get; init; } = double.NaN;

    /// <summary>How regular amounts are; null if no value is 0, or a value is below 0.</summary>
    public DemandPattern? Demand { get; init; }

    /// <summary>The errors of naive forecasts; empty if no series is long enough.</summary>
    public IReadOnlyList<NaiveForecast> NaiveForecasts { get; init; } = [];

    /// <summary>The forecast with the smallest error; null if there is none.</summary>
    public NaiveForecast? BestNaiveForecast => NaiveForecasts.MinBy(forecast => forecast.MeanAbsoluteError);
}
