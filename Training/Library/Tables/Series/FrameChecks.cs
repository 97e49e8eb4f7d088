using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Rejects data without information to learn from.</summary>
internal static class FrameChecks
{
    /// <exception cref="SequenceDataException">The values of the features are more than an array can hold.</exception>
    public static void CheckSize(DataTable table, int features)
    {
        if ((long)table.Rows * features > Array.MaxLength)
        {
            throw new SequenceDataException(FormattableString.Invariant(
                $"{table.Name} has {table.Rows:N0} rows with {features:N0} features, together more than {Array.MaxLength:N0} values, the maximum: ")
                + "leave out features, or rows.");
        }
    }

    /// <exception cref="SequenceDataException">A target is constant over the training rows.</exception>
    public static void CheckTargets(RowFrame frame)
    {
        for (var target = 0; target < frame.Targets; target++)
        {
            var values = frame.GetTargetRows(part => part == DataPart.Train).Select(row => frame.GetTarget(row, target));
            if (values.Distinct().Take(2).ToList() is [var only])
            {
                var (value, noun) = (only.ToString(CultureInfo.InvariantCulture), frame.HasSequenceTargets ? "sequence" : "row");
                throw new SequenceDataException(
                    $"{frame.Name}: column '{frame.Columns.Targets[target]}' is {value} in every training {noun}: there is nothing to forecast.");
            }
        }
    }
}
