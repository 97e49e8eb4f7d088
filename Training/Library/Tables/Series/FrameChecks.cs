using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Refuses data that there is nothing to learn from.</summary>
internal static class FrameChecks
{
    /// <exception cref="SequenceDataException">A target does not change over the rows to fit.</exception>
    public static void CheckTargets(RowFrame frame)
    {
        for (var target = 0; target < frame.Targets; target++)
        {
            var values = frame.GetTargetRows(part => part == DataPart.Train).Select(row => frame.GetTarget(row, target));
            if (values.Distinct().Take(2).ToList() is [var only])
            {
                throw new SequenceDataException(
                    $"{frame.Name}: column '{frame.Columns.Targets[target]}' is {only.ToString(CultureInfo.InvariantCulture)} in every {(frame.HasSequenceTargets ? "sequence" : "row")} to fit: there is nothing to forecast.");
            }
        }
    }
}
