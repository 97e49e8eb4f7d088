using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Refuses data that there is nothing to learn from.</summary>
internal static class FrameChecks
{
    /// <exception cref="SequenceDataException">A target does not change over the rows to fit.</exception>
    public static void Targets(RowFrame frame)
    {
        for (var target = 0; target < frame.Targets; target++)
        {
            var values = Enumerable.Range(0, frame.Rows).Where(row => frame.Parts[row] == DataPart.Train).Select(row => frame.Values[(row * frame.Features) + target]);
            if (values.Distinct().Take(2).ToList() is [var only])
            {
                throw new SequenceDataException(
                    $"{frame.Name}: column '{frame.FeatureNames[target]}' is {only.ToString(CultureInfo.InvariantCulture)} in every row to fit: there is nothing to forecast.");
            }
        }
    }
}
