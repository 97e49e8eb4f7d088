using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The numbers that a model answers, as cells: the targets, then the quantiles of each.</summary>
internal static class PredictionCells
{
    /// <summary>The names of the cells.</summary>
    public static IEnumerable<string> GetNames(FileScorer model)
    {
        var targets = model.Card.TargetNames;
        return [.. targets, .. targets.SelectMany(target => model.Card.Network.Forecast.Quantiles.Select(level => string.Create(CultureInfo.InvariantCulture, $"{target} q{level}")))];
    }

    /// <summary>Scores sequences.</summary>
    /// <returns>The cells of a step, counted over the horizons of one sequence after another.</returns>
    public static Func<int, IEnumerable<string>> Score(FileScorer model, RowFrame frame, IReadOnlyList<RowSequence> sequences, CancellationToken cancellation)
    {
        var answers = model.Score(frame, sequences, cancellation);
        var levels = model.Card.Network.Forecast.Quantiles.Count;
        var quantiles = levels == 0 ? [] : model.ScoreQuantiles(frame, sequences, cancellation);
        var targets = model.Card.TargetNames.Count;
        return step =>
        {
            var place = step * targets;
            float[] values = [.. answers.AsSpan(place, targets), .. quantiles.AsSpan(place * levels, targets * levels)];
            return values.Select(value => value.ToString("g9", CultureInfo.InvariantCulture));
        };
    }
}
