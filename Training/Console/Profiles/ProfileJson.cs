using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The JSON output of <c>profile</c>. Values that do not exist, such as the MASE of a constant series, are null.</summary>
internal static class ProfileJson
{
    /// <summary>The values of a profile by name.</summary>
    public static Dictionary<string, object?> Create(TableProfile profile) => new()
    {
        ["name"] = profile.Name,
        ["rows"] = profile.RowCount,
        ["columns"] = profile.Columns.Select(Create).ToList(),
        ["roles"] = new Dictionary<string, object?>
        {
            ["targets"] = profile.Roles.Targets,
            ["time"] = profile.Roles.Time,
            ["series"] = profile.Roles.Series,
            ["sequence"] = profile.Roles.Sequence,
            ["label"] = profile.Roles.Label,
            ["guesses"] = profile.Guesses,
        },
        ["series"] = new Dictionary<string, object?>
        {
            ["count"] = profile.SeriesCount,
            ["shortest"] = profile.ShortestSeries,
            ["longest"] = profile.LongestSeries,
        },
        ["time"] = profile.Time is { } time ? Create(time) : null,
        ["duplicateRows"] = profile.DuplicateRowCount,
        ["firstDuplicateRow"] = profile.FirstDuplicateRow,
        ["targets"] = profile.Targets.Select(Create).ToList(),
        ["classes"] = profile.Classes.Select(share => new Dictionary<string, object?>
        {
            ["label"] = share.Label,
            ["count"] = share.Count,
            ["share"] = share.Share,
        }).ToList(),
        ["leaks"] = profile.Leaks.Select(leak => new Dictionary<string, object?>
        {
            ["column"] = leak.Column,
            ["target"] = leak.Target,
            ["shift"] = leak.Shift,
            ["correlation"] = leak.Correlation,
        }).ToList(),
        ["unread"] = profile.UnreadColumns,
        ["problems"] = profile.Problems,
    };

    private static Dictionary<string, object?> Create(TimeProfile time) => new()
    {
        ["column"] = time.Column,
        ["from"] = time.From,
        ["to"] = time.To,
        ["step"] = time.Step,
        ["otherSteps"] = time.OtherStepCount,
        ["irregularShare"] = time.IrregularShare,
        ["holes"] = time.HoleCount,
        ["missingRows"] = time.MissingRowCount,
        ["longestHole"] = time.LongestHole,
        ["repeated"] = time.RepeatedCount,
        ["firstRepeated"] = time.FirstRepeated,
        ["unsorted"] = time.UnsortedCount,
        ["firstUnsorted"] = time.FirstUnsorted,
    };

    private static Dictionary<string, object?> Create(ColumnProfile column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["missing"] = column.MissingCount,
        ["firstMissing"] = column.FirstMissing,
        ["distinct"] = column.DistinctCount,
        ["constant"] = column.IsConstant,
        ["min"] = Finite(column.Min),
        ["mean"] = Finite(column.Mean),
        ["max"] = Finite(column.Max),
        ["standardDeviation"] = Finite(column.StandardDeviation),
        ["outliers"] = column.OutlierCount,
        ["worstOutlier"] = Finite(column.WorstOutlier),
        ["worstOutlierPlace"] = column.WorstOutlierPlace,
    };

    private static Dictionary<string, object?> Create(TargetProfile target) => new()
    {
        ["name"] = target.Name,
        ["seasons"] = target.Seasons,
        ["rising"] = target.RisingCount,
        ["falling"] = target.FallingCount,
        ["zeroShare"] = target.ZeroShare,
        ["demandInterval"] = Finite(target.AverageDemandInterval),
        ["demand"] = target.Demand?.ToString().ToLowerInvariant(),
        ["naiveForecasts"] = target.NaiveForecasts.Select(forecast => new Dictionary<string, object?>
        {
            ["name"] = forecast.Name,
            ["season"] = forecast.Season,
            ["rows"] = forecast.RowCount,
            ["mae"] = Finite(forecast.MeanAbsoluteError),
            ["mase"] = Finite(forecast.MeanAbsoluteScaledError),
        }).ToList(),
    };

    // JSON has no NaN.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
