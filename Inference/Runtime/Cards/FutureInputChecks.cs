using System.Globalization;

namespace MlNetRecurrent;

/// <summary>Checks the inputs from which the future covariates of a model are computed.</summary>
/// <param name="columns">The columns of the model.</param>
/// <param name="horizon">The number of steps of the horizon.</param>
/// <param name="earlierSteps">The number of steps before the sequence that the lags need.</param>
internal sealed class FutureInputChecks(DataColumns columns, int horizon, int earlierSteps)
{
    private readonly int _targets = earlierSteps == 0 ? 0 : columns.Targets.Count;
    private readonly string _fields = string.Join(", ", columns.CalendarFields.Select(CovariateNames.GetWord));

    /// <summary>Returns what the caller has to provide.</summary>
    public string Describe()
    {
        var inputs = new List<string>();
        if (columns.FutureCovariates.Count > 0)
            inputs.Add($"{nameof(FutureInputs.Columns)} [time + horizon, {columns.FutureCovariates.Count}] with {Quote(columns.FutureCovariates)}");
        if (_fields.Length > 0)
            inputs.Add($"{nameof(FutureInputs.Times)} [time + horizon] for {_fields}");
        if (_targets > 0)
        {
            inputs.Add(
                $"{nameof(FutureInputs.EarlierTargets)} [{earlierSteps}, {_targets}] with {Quote(columns.Targets)} at the steps before the sequence");
        }

        return string.Join(", ", inputs);
    }

    /// <param name="inputs">The inputs.</param>
    /// <param name="steps">The number of time steps of the sequence; null for steps of a stream.</param>
    /// <param name="rows">The number of steps in all.</param>
    /// <exception cref="ArgumentException">An input is missing or has the wrong length, or a time is not later than the one before.</exception>
    public void Check(in FutureInputs inputs, int? steps, int rows)
    {
        if (!inputs.Covariates.IsEmpty)
            throw Invalid($"{nameof(FutureInputs.Covariates)} must be empty where the future covariates are computed from the other inputs.");
        CheckColumns(inputs.Columns.Length, steps, rows);
        CheckTimes(inputs.Times, steps, rows);
        CheckEarlierTargets(inputs.EarlierTargets.Length, steps);
    }

    private void CheckColumns(int size, int? steps, int rows)
    {
        var names = columns.FutureCovariates;
        var expected = rows * (long)names.Count;
        if (size == expected)
            return;
        throw Invalid(names.Count == 0
            ? $"This model has no columns of future covariates: leave {nameof(FutureInputs.Columns)} empty."
            : $"{nameof(FutureInputs.Columns)}: expected the values of {Quote(names)} at {DescribeRows(steps, rows)}, {expected} values in total; "
                + $"got {size}.");
    }

    private void CheckTimes(ReadOnlySpan<DateTime> times, int? steps, int rows)
    {
        if (times.Length != (_fields.Length == 0 ? 0 : rows))
        {
            throw Invalid(_fields.Length == 0
                ? $"This model has no calendar fields: leave {nameof(FutureInputs.Times)} empty."
                : $"{nameof(FutureInputs.Times)}: expected the times of {DescribeRows(steps, rows)}, {rows} in total, for {_fields}; "
                    + $"got {times.Length}.");
        }

        for (var step = 1; step < times.Length; step++)
        {
            if (times[step] <= times[step - 1])
            {
                throw Invalid(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{nameof(FutureInputs.Times)}: the time of step {step + 1} is {times[step]:s}, which is not after that of step {step}, ")
                    + string.Create(CultureInfo.InvariantCulture, $"{times[step - 1]:s}: times must increase."));
            }
        }
    }

    private void CheckEarlierTargets(int size, int? steps)
    {
        if (steps is null && _targets > 0)
            throw Invalid($"Lagged targets cannot be computed from single steps: set {nameof(FutureInputs.Covariates)} instead.");
        var expected = earlierSteps * (long)_targets;
        if (size == expected)
            return;
        throw Invalid(expected == 0
            ? $"This model has no lags: leave {nameof(FutureInputs.EarlierTargets)} empty."
            : $"{nameof(FutureInputs.EarlierTargets)}: expected the values of {Quote(columns.Targets)} at the {earlierSteps} steps before the "
                + $"sequence, {expected} values in total, because the longest lag is {earlierSteps}; got {size}.");
    }

    private string DescribeRows(int? steps, int rows) => steps is { } sequence
        ? $"the {sequence} time steps of the sequence and the {horizon} steps of its horizon"
        : rows == 1 ? "the step" : $"the {rows} steps of the horizon";

    private static ArgumentException Invalid(string message) => new(message);

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
