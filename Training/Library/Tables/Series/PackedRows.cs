using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Frames whose rows are whole sequences become frames whose rows are time steps.</summary>
internal static class PackedRows
{
    /// <summary>Unfolds rows of [steps, values].</summary>
    /// <exception cref="SequenceDataException">The features are no whole number of values for each step.</exception>
    public static RowFrame Unfold(RowFrame frame, int steps)
    {
        if (frame.Features % steps != 0)
            throw new SequenceDataException($"{frame.Name}: rows of {frame.Features} features are no whole number of values for each of {steps} time steps.");
        var size = frame.Features / steps;
        return new RowFrame
        {
            Name = frame.Name,
            Columns = frame.Columns,
            // The same place of every step: of r0c0, r0c1, r1c0, r1c1 in two steps, places 1 and 2.
            FeatureNames = [.. Enumerable.Range(1, size).Select(place => string.Create(CultureInfo.InvariantCulture, $"value {place}"))],
            Values = frame.Values,
            FutureCovariateNames = [],
            FutureCovariates = [],
            Segments = [.. Enumerable.Range(0, frame.RowCount).Select(row => new RowSegment((row + 1).ToString(CultureInfo.InvariantCulture), row * steps, steps))],
            Labels = frame.Labels,
            RowLabels = Repeat(frame.RowLabels, steps),
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
