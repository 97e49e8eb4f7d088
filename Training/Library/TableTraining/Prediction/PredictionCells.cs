using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The forecasts of a model as cells: the targets, then the quantiles of each target.</summary>
internal static class PredictionCells
{
    /// <summary>Returns the columns of the cells.</summary>
    public static IEnumerable<PredictionColumn> GetColumns(FileScorer model)
    {
        var (targets, levels) = (model.Card.TargetNames, model.Card.Network.Forecast.Quantiles);
        var quantiles = targets.SelectMany(target => levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{target} q{level}")));
        return
        [
            .. targets.Select(target => new PredictionColumn(target, IsGenerated: false)),
            .. quantiles.Select(name => new PredictionColumn(name)),
        ];
    }

    /// <summary>Scores sequences.</summary>
    /// <returns>A function that returns the cells of a step, counted over the horizons of all sequences.</returns>
    public static Func<int, IEnumerable<string>> Score(
        FileScorer model, RowFrame frame, IReadOnlyList<RowSequence> sequences, CancellationToken cancellation)
    {
        var scores = model.Score(frame, sequences, cancellation);
        var levels = model.Card.Network.Forecast.Quantiles.Count;
        var quantiles = levels == 0 ? [] : model.ScoreQuantiles(frame, sequences, cancellation);
        var targets = model.Card.TargetNames.Count;
        return step =>
        {
            var offset = step * targets;
            float[] values = [.. scores.AsSpan(offset, targets), .. quantiles.AsSpan(offset * levels, targets * levels)];
            return values.Select(value => value.ToString("g9", CultureInfo.InvariantCulture));
        };
    }
}
