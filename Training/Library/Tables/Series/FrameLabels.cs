using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Puts the classes of a frame in order.</summary>
internal static class FrameLabels
{
    /// <summary>The frame with its classes sorted, as numbers where all are numbers: their order does not depend on that of the rows.</summary>
    /// <exception cref="SequenceDataException">Fewer than two classes are fitted, or one is tested or validated and never fitted.</exception>
    public static RowFrame Sort(RowFrame frame)
    {
        var fitted = Occurring(frame, DataPart.Train);
        var column = frame.Columns.Label;
        if (fitted.Count < 2)
            throw new SequenceDataException($"{frame.Name}: column '{column}' has {(fitted.Count == 0 ? "no class" : $"the one class '{fitted.First()}'")} in the rows to fit, expected at least two to tell apart.");
        foreach (var part in new[] { DataPart.Validation, DataPart.Test })
        {
            if (Occurring(frame, part).FirstOrDefault(label => !fitted.Contains(label)) is { } unknown)
            {
                throw new SequenceDataException(
                    $"{frame.Name}: label '{unknown}' of column '{column}' is among the rows to {(part == DataPart.Test ? "test" : "validate")} and never among those to fit: leave its rows out, or split the data so that each label is fitted.");
            }
        }

        var isNumber = fitted.All(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return Reorder(frame, [.. fitted.OrderBy(label => isNumber ? double.Parse(label, CultureInfo.InvariantCulture) : 0).ThenBy(label => label, StringComparer.Ordinal)]);
    }

    /// <summary>The frame with its classes as a model has them.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="labels">The classes of the model, among which those of the frame are.</param>
    public static RowFrame Reorder(RowFrame frame, IReadOnlyList<string> labels)
    {
        int[] places = [.. frame.Labels.Select(label => labels.ToList().IndexOf(label))];
        return frame with { Labels = labels, RowLabels = [.. frame.RowLabels.Select(label => places[label])] };
    }

    private static HashSet<string> Occurring(RowFrame frame, DataPart part) =>
        [.. Enumerable.Range(0, frame.RowCount).Where(row => frame.Parts[row] == part).Select(row => frame.RowLabels[row]).Distinct().Select(label => frame.Labels[label])];
}
