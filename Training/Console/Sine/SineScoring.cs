using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Console;

/// <summary>Scores an exported sine model as an application does: in an ML.NET pipeline, and one window at a time.</summary>
internal sealed class SineScoring(TimeProvider clock)
{
    private const int TimedRows = 50_000;

    /// <summary>Scores the windows after the training data in a pipeline.</summary>
    public static (double Error, float[] Predictions) ScoreUnseen(string file, int window)
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(
            SineRow.Create(SineSeries.Count + window, SineSeries.Count - window, window), SineRow.Schema(window));
        var scored = ml.Transforms.ApplyRecurrentModel("Score", nameof(SineRow.Window), file).Fit(rows).Transform(rows);
        var metrics = ml.Regression.Evaluate(scored, labelColumnName: nameof(SineRow.Next), scoreColumnName: "Score");
        return (metrics.RootMeanSquaredError, [.. scored.GetColumn<float>("Score")]);
    }

    /// <summary>Measures the throughput of the pipeline, in rows per second, after a warm-up pass.</summary>
    public double MeasureRowsPerSecond(string file, int window)
    {
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.Cache(ml.Data.LoadFromEnumerable(SineRow.Create(SineSeries.Count, TimedRows, window), SineRow.Schema(window)));
        var scored = ml.Transforms.ApplyRecurrentModel("Score", nameof(SineRow.Window), file).Fit(rows).Transform(rows);
        Read(scored);
        var start = clock.GetTimestamp();
        Read(scored);
        return TimedRows / clock.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Forecasts the values after the training data, each from the preceding values and predictions.</summary>
    public static float[] ForecastFreely(string file, int window, int steps)
    {
        using var model = RecurrentModel.Load(file);
        float[] values = [.. SineSeries.Values(SineSeries.Count - window, window), .. new float[steps]];
        for (var step = 0; step < steps; step++)
            model.Score(values.AsSpan(step, window), values.AsSpan(step + window, 1));
        return values[window..];
    }

    private static void Read(IDataView scored)
    {
        var column = scored.Schema["Score"];
        using var cursor = scored.GetRowCursor([column]);
        var score = cursor.GetGetter<float>(column);
        var value = 0f;
        while (cursor.MoveNext())
            score(ref value);
    }
}
