using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Converts frames with one sequence per row to frames with one time step per row.</summary>
internal static class PackedRows
{
    /// <summary>Splits rows of [steps, values] into time steps.</summary>
    /// <exception cref="SequenceDataException">The number of features is not a multiple of the number of steps.</exception>
    public static RowFrame Unfold(RowFrame frame, int steps)
    {
        if (frame.Features % steps != 0)
        {
            throw new SequenceDataException(
                $"{frame.Name}: the number of features must be a multiple of the {steps} time steps, got {frame.Features}.");
        }

        var size = frame.Features / steps;
        return new RowFrame
        {
            Name = frame.Name,
            Columns = frame.Columns,
            // The columns r0c0, r0c1, r1c0, r1c1 in two steps become values 1 and 2 of each step.
            FeatureNames = [.. Enumerable.Range(1, size).Select(index => string.Create(CultureInfo.InvariantCulture, $"value {index}"))],
            Values = frame.Values,
            FutureCovariateNames = [],
            FutureCovariates = [],
            Segments =
            [
                .. Enumerable.Range(0, frame.RowCount)
                    .Select(row => new RowSegment((row + 1).ToString(CultureInfo.InvariantCulture), row * steps, steps)),
            ],
            Labels = frame.Labels,
            Groups = frame.Groups,
            RowLabels = Repeat(frame.RowLabels, steps),
            Warnings = frame.Warnings,
            Parts = Repeat(frame.Parts, steps),
        };
    }

    private static T[] Repeat<T>(T[] values, int times)
    {
        var repeated = new T[values.Length * times];
        for (var index = 0; index < values.Length; index++)
            Array.Fill(repeated, values[index], index * times, times);
        return repeated;
    }
}
