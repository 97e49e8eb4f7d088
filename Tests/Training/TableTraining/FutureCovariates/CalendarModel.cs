using System.Globalization;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A small model of two columns over days, with calendar fields and, if requested, a column of future covariates and lags.</summary>
internal sealed class CalendarModel
{
    public const int Window = 5;
    public const int Horizon = 2;
    public const int Rows = 60;

    /// <param name="columns">The columns; targets, features and time are set.</param>
    /// <param name="network">The network; null for a small one.</param>
    public CalendarModel(DataColumns columns, NetworkOptions? network = null)
    {
        Columns = columns with { Targets = ["y"], Features = ["x"], Time = "day" };
        Model = new TableTrainer(TestTables.FromText(Text), TestTables.Options with
        {
            Columns = Columns,
            Window = Window,
            Horizon = Horizon,
            SeasonLength = network?.ResidualBaseline is ResidualBaseline.SeasonalDrift or ResidualBaseline.SeasonalNaive ? 7 : null,
            Network = network ?? new NetworkOptions { HiddenSize = 4 },
        }).Fit();
    }

    public DataColumns Columns { get; }

    public TableModel Model { get; }

    /// <summary>Whether future covariates are computed from times.</summary>
    public bool HasTimes => Columns.CalendarFields.Count > 0 || Columns.Holidays is not null || Columns.Seasons is not null;

    /// <summary>The times of the rows and of the horizon after them; not regular, with times of day.</summary>
    public static DateTime[] Times => [.. Enumerable.Range(0, Rows + Horizon).Select(GetTime)];

    /// <summary>The table.</summary>
    public static string Text => string.Join('\n', Enumerable.Range(0, Rows).Select(CreateRow).Prepend("day,y,x,promo").Append(""));

    public static float GetTarget(int row) => 10 + (3 * MathF.Sin(row * 0.9f)) + (row % 7);

    public static float GetFeature(int row) => row % 5;

    public static float GetPromotion(int row) => row % 3 == 0 ? 1.5f : 0;

    public static DateTime GetTime(int row) => new DateTime(2023, 12, 1, 6, 0, 0).AddHours(18 * row).AddMilliseconds(row % 4);

    /// <summary>The values [time, features] of a window.</summary>
    public static float[] GetSequence(int start, int steps = Window) =>
        [.. Enumerable.Range(start, steps).SelectMany(row => new[] { GetTarget(row), GetFeature(row) })];

    /// <summary>The promotions of rows, for a model that has them.</summary>
    public float[] GetPromotions(int start, int rows) =>
        Columns.FutureCovariates.Count == 0 ? [] : [.. Enumerable.Range(start, rows).Select(GetPromotion)];

    /// <summary>The targets of the rows before a window, for a model with lags.</summary>
    public float[] GetEarlierTargets(int start)
    {
        var lag = Columns.Lags.DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(start - lag, lag).Select(GetTarget)];
    }

    /// <summary>What is known about a window and its horizon.</summary>
    public FutureInputs GetInputs(int start, int steps = Window) => new()
    {
        Columns = GetPromotions(start, steps + Horizon),
        Times = !HasTimes ? [] : Times.AsSpan(start, steps + Horizon),
        EarlierTargets = GetEarlierTargets(start),
    };

    /// <summary>The forecasts of the table model, [horizon], by the row where the window starts; as the console prints them.</summary>
    public IReadOnlyDictionary<int, float[]> Predict()
    {
        var table = Model.Predict(TestTables.FromText(Text), rolling: true);
        var columns = table.Header.ToList();
        var first = Columns.Lags.DefaultIfEmpty(0).Max();
        return table.Rows.Chunk(Horizon).Select((rows, index) => (Start: first + index, Rows: rows)).ToDictionary(
            forecast => forecast.Start,
            forecast => forecast.Rows.Select(row => float.Parse(row[columns.IndexOf("y")], CultureInfo.InvariantCulture)).ToArray());
    }

    private static string CreateRow(int row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{GetTime(row):yyyy-MM-dd'T'HH:mm:ss.FFFFFFF},{GetTarget(row)},{GetFeature(row)},{GetPromotion(row)}");
}
