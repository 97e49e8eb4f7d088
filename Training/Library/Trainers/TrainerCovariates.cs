using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>Determines the future covariates of a forecaster from the options of its trainer and the columns of the data.</summary>
internal static class TrainerCovariates
{
    /// <summary>Returns the future covariates; null for none.</summary>
    /// <param name="options">The options.</param>
    /// <param name="schema">The columns of the data.</param>
    /// <param name="time">The number of time steps in every sequence, or null if it varies.</param>
    /// <param name="horizon">The number of steps of the horizon.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column contradicts the options.</exception>
    public static DataColumns? Find(RecurrentTrainerOptions options, DataViewSchema schema, int? time, int horizon)
    {
        // A missing column is reported with those of the scoring.
        if (options.FutureColumnName is not { } name || schema.GetColumnOrNull(name) is not { } column)
            return GetColumns(options, options.FutureCovariates ?? 1);
        var steps = time + horizon;
        _ = ColumnDimensions.TryGetWidth(column.Type, out var width);
        if (width is null && column.Type is VectorDataViewType { Size: > 0 } vector && steps is not null && vector.Size % steps == 0)
            width = vector.Size / steps;
        if (options.FutureCovariates is { } given && width is not null && given != width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(schema),
                $"Schema mismatch for input column '{name}' of the future covariates: expected {given} values at each step, because "
                + $"{nameof(options.FutureCovariates)} is {given}, got {column.Type}. Leave {nameof(options.FutureCovariates)} out to use the "
                + $"{width} of the column, or correct the type of the column.");
        }

        return GetColumns(options, options.FutureCovariates ?? width ?? 1);
    }

    /// <summary>Returns the future covariates, with the given number of values in their column; null for none.</summary>
    public static DataColumns? GetColumns(RecurrentTrainerOptions options, int width)
    {
        if (options.FutureColumnName is null && options.CalendarFields.Count == 0)
            return null;
        var values = options.FutureColumnName is not { } name ? []
            : width == 1 ? [name]
            : Enumerable.Range(1, width).Select(value => FormattableString.Invariant($"{name} {value}"));
        return new DataColumns { FutureCovariates = [.. values], CalendarFields = options.CalendarFields, Time = options.TimeColumnName };
    }
}
