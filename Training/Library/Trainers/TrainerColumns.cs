using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>The columns that a trainer reads, already checked, and the sizes that they and the options determine.</summary>
/// <param name="Task">The task, which determines the labels.</param>
/// <param name="Sequence">The column of sequences [time, features].</param>
/// <param name="Label">The column of labels.</param>
/// <param name="Features">The number of values in each time step.</param>
/// <param name="Horizon">The number of steps in a label; 1 for tasks other than forecasts.</param>
/// <param name="Targets">The number of values to forecast for each step.</param>
internal sealed record TrainerColumns(
    RecurrentTask Task, DataViewSchema.Column Sequence, DataViewSchema.Column Label, int Features, int Horizon, int Targets)
{
    /// <summary>The number of time steps in every sequence, or null if it varies.</summary>
    public int? Time => InputSequence.GetTime(Sequence.Type, Features);

    /// <summary>Returns the number of features that the options and the schema state; 1 if neither does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The schema contradicts the options.</exception>
    public static int GetFeatures(RecurrentTrainerOptions options, DataViewSchema schema)
    {
        var name = options.InputColumnName;
        var stated = InputSequence.FindFeatures(name, schema);
        if (options.Features is not { } features || stated is null || features == stated)
            return options.Features ?? stated ?? 1;
        throw new ArgumentOutOfRangeException(
            nameof(schema),
            $"Schema mismatch for input column '{name}': expected {features} as the last dimension of [time, features], because Features is "
            + $"{features}, got {schema[name].Type}. Leave Features out to use the {stated} of the column, or correct the type of the column.");
    }

    /// <summary>Returns the number of steps and of targets of a label that is forecast.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions of the column are not [horizon, targets], or contradict the options.</exception>
    public static (int Horizon, int Targets) GetForecast(RecurrentTrainerOptions options, DataViewSchema.Column label)
    {
        if (!ColumnDimensions.TryGetWidth(label.Type, out var stated))
            throw Mismatch(label, "the dimensions [horizon, targets], which only dimensions of size 1 may precede");
        if (options.Targets is { } given && stated is not null && given != stated)
        {
            throw Mismatch(
                label,
                $"{given} as the last dimension of [horizon, targets], because Targets is {given}",
                $" Leave Targets out to use the {stated} of the column, or correct the type of the column.");
        }

        var targets = options.Targets ?? stated ?? 1;
        var size = label.Type is VectorDataViewType vector ? vector.Size : 1;
        return size % targets == 0 ? (size / targets, targets) : throw Mismatch(label, $"a size that is a multiple of {targets} targets");
    }

    /// <summary>Checks that the labels of a tagger are as many as the time steps, as far as their numbers are known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The dimensions of the label column are not [time], or contradict the input column.</exception>
    public void CheckTags()
    {
        if (!ColumnDimensions.IsList(Label.Type))
            throw Mismatch(Label, "one key for each time step, [time]");
        if (Time is { } time && Label.Type is VectorDataViewType { Size: > 0 } labels && labels.Size != time)
            throw Mismatch(Label, $"one key for each of the {time} time steps of input column '{Sequence.Name}'");
    }

    private static ArgumentOutOfRangeException Mismatch(
        DataViewSchema.Column label, string expected, string advice = "", string parameter = "schema") =>
        new(parameter, $"Schema mismatch for label column '{label.Name}': expected {expected}, got {label.Type}.{advice}");
}
