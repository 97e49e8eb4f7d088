using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The columns with the future covariates of a model, or with what they are computed from. Immutable.</summary>
internal sealed class FutureColumns
{
    private FutureColumns(ModelCard card, FutureCovariateBuilder? builder)
    {
        Builder = builder;
        Horizon = card.Network.Forecast.Horizon;
        Width = builder is null ? card.Network.Forecast.FutureCovariates : builder.ColumnNames.Count;
        Targets = card.Columns?.Targets.Count ?? 0;
    }

    /// <summary>Computes the future covariates from the columns; null if <see cref="Values"/> contains all of them.</summary>
    public FutureCovariateBuilder? Builder { get; }

    /// <summary>The number of steps of the horizon.</summary>
    public int Horizon { get; }

    /// <summary>The number of values of <see cref="Values"/> at each step.</summary>
    public int Width { get; }

    /// <summary>The number of targets.</summary>
    public int Targets { get; }

    /// <summary>The values, [time + horizon, width]; null if there are none.</summary>
    public DataViewSchema.Column? Values { get; private init; }

    /// <summary>The times, [time + horizon]; null if they are not required.</summary>
    public DataViewSchema.Column? Times { get; private init; }

    /// <summary>The targets before the sequence, [longest lag, targets]; null if they are not required.</summary>
    public DataViewSchema.Column? EarlierTargets { get; private init; }

    /// <summary>All columns.</summary>
    public IReadOnlyList<DataViewSchema.Column> All =>
        [.. new[] { Values, Times, EarlierTargets }.Where(column => column is not null).Select(column => column!.Value)];

    /// <summary>Finds the columns in a schema.</summary>
    /// <param name="card">The card of the model.</param>
    /// <param name="options">The names of the columns.</param>
    /// <param name="inputSchema">The schema.</param>
    /// <param name="time">The number of time steps in every sequence, or null if it varies.</param>
    /// <returns>The columns; null for a model without future covariates.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is missing or does not apply, a column is missing, or its type or size does not match.
    /// </exception>
    public static FutureColumns? Find(ModelCard card, RecurrentScoringOptions options, DataViewSchema inputSchema, int? time)
    {
        var builder = CheckOptions(card, options);
        if (card.Network.Forecast.FutureCovariates == 0)
            return null;
        var columns = new FutureColumns(card, builder);
        var earlier = (builder?.EarlierSteps ?? 0) * columns.Targets;
        return new FutureColumns(card, builder)
        {
            Values = FindColumn(
                options.FutureColumnName, FutureColumnMessages.DescribeValues(card, columns, time), (time + columns.Horizon) * columns.Width),
            Times = FindColumn(options.TimeColumnName, FutureColumnMessages.DescribeTimes(columns, time), time + columns.Horizon, IsTime),
            EarlierTargets = FindColumn(options.EarlierTargetsColumnName, FutureColumnMessages.DescribeEarlier(columns), earlier),
        };

        DataViewSchema.Column? FindColumn(string? name, string expected, int? size, Func<DataViewType, bool>? isType = null)
        {
            if (name is null)
                return null;
            if (inputSchema.GetColumnOrNull(name) is not { } column)
            {
                var others = inputSchema.Where(other => !other.IsHidden).Select(other => other.Name);
                throw FutureColumnMessages.Missing(nameof(inputSchema), name, expected, others);
            }

            // A size of 0 is unknown; that of each row is checked when it is read.
            var count = column.Type is VectorDataViewType vector ? vector.Size : 1;
            var fits = size is null || count == 0 || count == size;
            if (!fits || !(isType ?? IsSingle)(InputSequence.GetItemType(column.Type)))
                throw FutureColumnMessages.Mismatch(nameof(inputSchema), name, expected, $"{column.Type}");
            return column;
        }
    }

    /// <summary>Checks the columns in a schema shape, which does not state the sizes of vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is missing or does not apply, a column is missing, or its type does not match.
    /// </exception>
    public static void Check(ModelCard card, RecurrentScoringOptions options, SchemaShape inputSchema)
    {
        var builder = CheckOptions(card, options);
        if (card.Network.Forecast.FutureCovariates == 0)
            return;
        var columns = new FutureColumns(card, builder);
        CheckColumn(options.FutureColumnName, FutureColumnMessages.DescribeValues(card, columns, null), IsSingle);
        CheckColumn(options.TimeColumnName, FutureColumnMessages.DescribeTimes(columns, null), IsTime);
        CheckColumn(options.EarlierTargetsColumnName, FutureColumnMessages.DescribeEarlier(columns), IsSingle);

        void CheckColumn(string? name, string expected, Func<DataViewType, bool> isType)
        {
            if (name is null)
                return;
            if (!inputSchema.Any(other => other.Name == name))
                throw FutureColumnMessages.Missing(nameof(inputSchema), name, expected, inputSchema.Select(other => other.Name));
            var column = inputSchema.First(other => other.Name == name);
            if (!column.IsKey && isType(column.ItemType))
                return;
            var isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
            throw FutureColumnMessages.Mismatch(
                nameof(inputSchema), name, expected, isVector ? $"Vector<{column.ItemType}>" : $"{column.ItemType}");
        }
    }

    // Returns the builder if the covariates are to be computed.
    private static FutureCovariateBuilder? CheckOptions(ModelCard card, RecurrentScoringOptions options)
    {
        var given = options.FutureColumnName is not null || options.ComputesFutureCovariates;
        if (card.Network.Forecast.FutureCovariates == 0)
        {
            return !given ? null : throw FutureColumnMessages.Invalid(
                nameof(options),
                $"The model has no future covariates: leave {nameof(options.FutureColumnName)}, {nameof(options.TimeColumnName)} and "
                + $"{nameof(options.EarlierTargetsColumnName)} null.");
        }

        var builder = FutureCovariateBuilder.Find(card);
        if (!given)
        {
            throw FutureColumnMessages.Invalid(
                nameof(options),
                $"The model requires {FutureCovariateChecks.Describe(card, builder)}: {FutureColumnMessages.Advise(card, builder)}.");
        }

        if (!options.ComputesFutureCovariates)
            return null;
        builder ??= FutureCovariateBuilder.FromCard(card);
        (string Option, string? Column, bool IsNeeded)[] columns =
        [
            (nameof(options.FutureColumnName), options.FutureColumnName, builder.ColumnNames.Count > 0),
            (nameof(options.TimeColumnName), options.TimeColumnName, builder.RequiresTimes),
            (nameof(options.EarlierTargetsColumnName), options.EarlierTargetsColumnName, builder.EarlierSteps > 0),
        ];
        foreach (var (option, column, isNeeded) in columns)
        {
            if (isNeeded != column is not null)
            {
                throw FutureColumnMessages.Invalid(
                    nameof(options),
                    $"{option} is {(column is null ? "null" : $"'{column}'")}, but the model requires "
                    + $"{FutureCovariateChecks.Describe(card, builder)}: {FutureColumnMessages.Advise(card, builder)}.");
            }
        }

        return builder;
    }

    private static bool IsSingle(DataViewType item) => item == NumberDataViewType.Single;

    private static bool IsTime(DataViewType item) => item is DateTimeDataViewType or DateTimeOffsetDataViewType or TextDataViewType;
}
