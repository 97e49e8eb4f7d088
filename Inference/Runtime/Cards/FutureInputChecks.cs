using System.Globalization;

namespace MlNetRecurrent;

/// <summary>Checks the inputs from which the future covariates of a model are computed.</summary>
/// <param name="columns">The columns of the model.</param>
/// <param name="horizon">The number of steps of the horizon.</param>
/// <param name="earlierSteps">The number of steps before the sequence that the lags need.</param>
/// <param name="features">The features of times.</param>
internal sealed class FutureInputChecks(DataColumns columns, int horizon, int earlierSteps, TimeFeatures features)
{
    private readonly int _targets = earlierSteps == 0 ? 0 : columns.Targets.Count;
    private readonly string _fields = string.Join(", ", TimeFeatures.GetWords(columns));

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

    /// <summary>Checks the inputs of a sequence and its horizon.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="steps">The number of time steps of the sequence.</param>
    /// <exception cref="ArgumentException">An input is missing or has the wrong length, or a time is not later than the one before.</exception>
    public void Check(in FutureInputs inputs, int steps)
    {
        var place = new Place(1, steps + horizon, steps);
        CheckColumns(inputs, place);
        CheckTimes(inputs.Times, place);
        CheckEarlierTargets(inputs.EarlierTargets.Length, place);
    }

    /// <summary>Checks the inputs of consecutive steps of streams.</summary>
    /// <param name="inputs">The inputs, concatenated for all series.</param>
    /// <param name="series">The number of series.</param>
    /// <param name="steps">The number of steps of each series.</param>
    /// <exception cref="ArgumentException">An input is missing or has the wrong length, or a time is not later than the one before.</exception>
    public void CheckSteps(in FutureInputs inputs, int series, int steps)
    {
        var place = new Place(series, steps, null);
        CheckColumns(inputs, place);
        CheckTimes(inputs.Times, place);
        CheckEarlierTargets(inputs.EarlierTargets.Length, place);
    }

    /// <summary>Returns why times are invalid, as a sentence; null if each is later than the one before.</summary>
    public static string? FindTimeError(ReadOnlySpan<DateTime> times)
    {
        for (var step = 1; step < times.Length; step++)
        {
            if (times[step] <= times[step - 1])
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"the time of step {step + 1} is {times[step]:s}, which is not after that of step {step}, {times[step - 1]:s}: ")
                    + "times must increase.";
            }
        }

        return null;
    }

    private void CheckColumns(in FutureInputs inputs, Place place)
    {
        if (!inputs.Covariates.IsEmpty)
            throw Invalid($"{nameof(FutureInputs.Covariates)} must be empty where the future covariates are computed from the other inputs.");
        var names = columns.FutureCovariates;
        var expected = place.Rows * names.Count;
        if (inputs.Columns.Length == expected)
            return;
        throw Invalid(names.Count == 0
            ? $"This model has no columns of future covariates: leave {nameof(FutureInputs.Columns)} empty."
            : $"{nameof(FutureInputs.Columns)}: expected the values of {Quote(names)} at {Describe(place)}, {expected} values in total; "
                + $"got {inputs.Columns.Length}.");
    }

    private void CheckTimes(ReadOnlySpan<DateTime> times, Place place)
    {
        if (times.Length != (_fields.Length == 0 ? 0 : place.Rows))
        {
            throw Invalid(_fields.Length == 0
                ? $"This model has no calendar fields: leave {nameof(FutureInputs.Times)} empty."
                : $"{nameof(FutureInputs.Times)}: expected the times of {Describe(place)}, {place.Rows} in total, for {_fields}; "
                    + $"got {times.Length}.");
        }

        for (var series = 0; series < place.Series && !times.IsEmpty; series++)
        {
            if (FindTimeError(times.Slice(series * place.Steps, place.Steps)) is { } error)
                throw Invalid($"{nameof(FutureInputs.Times)}{(place.Series == 1 ? "" : $" of series {series + 1}")}: {error}");
        }

        foreach (var time in features.Holidays is null ? [] : times)
        {
            if (features.FindError(CalendarTime.ToSeconds(time)) is { } error)
                throw Invalid($"{nameof(FutureInputs.Times)}: {error}.");
        }
    }

    private void CheckEarlierTargets(int size, Place place)
    {
        var expected = place.Series * (long)earlierSteps * _targets;
        if (size == expected)
            return;
        throw Invalid(expected == 0
            ? $"This model has no lags: leave {nameof(FutureInputs.EarlierTargets)} empty."
            : $"{nameof(FutureInputs.EarlierTargets)}: expected the values of {Quote(columns.Targets)} at the {earlierSteps} steps before "
                + $"{(place.Sequence is null ? Describe(place) : "the sequence")}, {expected} values in total, because the longest lag is "
                + $"{earlierSteps}; got {size}.");
    }

    private string Describe(Place place) => place.Sequence is { } sequence
        ? $"the {sequence} time steps of the sequence and the {horizon} steps of its horizon"
        : (place.Steps == 1 ? "the step" : $"the {place.Steps} steps of the horizon")
            + (place.Series == 1 ? "" : $" of each of {place.Series} series");

    private static ArgumentException Invalid(string message) => new(message);

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    // The steps that the inputs belong to; the sequence that they include is not that of a stream.
    private readonly record struct Place(int Series, int Steps, int? Sequence)
    {
        public long Rows => (long)Series * Steps;
    }
}
