using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Orders the classes of a frame.</summary>
internal static class FrameLabels
{
    /// <summary>Sorts the classes, as numbers if all are numbers, so that their order does not depend on the order of the rows.</summary>
    /// <exception cref="SequenceDataException">
    /// The training rows have fewer than two classes, or a class occurs only in the test or validation rows.
    /// </exception>
    public static RowFrame Sort(RowFrame frame)
    {
        var training = Occurring(frame, DataPart.Train);
        var column = frame.Columns.Label;
        if (training.Count < 2)
        {
            var found = training.Count == 0 ? "no class" : $"only the class '{training.First()}'";
            throw new SequenceDataException($"{frame.Name}: column '{column}' has {found} in the training rows, expected at least two classes.");
        }

        foreach (var part in new[] { DataPart.Validation, DataPart.Test })
        {
            if (Occurring(frame, part).FirstOrDefault(label => !training.Contains(label)) is { } unknown)
            {
                throw new SequenceDataException(
                    $"{frame.Name}: label '{unknown}' of column '{column}' is in the {(part == DataPart.Test ? "test" : "validation")} rows "
                    + "but not in the training rows: remove its rows, or split the data so that each label is in the training rows.");
            }
        }

        var isNumber = training.All(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        var sorted = training
            .OrderBy(label => isNumber ? double.Parse(label, CultureInfo.InvariantCulture) : 0)
            .ThenBy(label => label, StringComparer.Ordinal);
        return Reorder(frame, [.. sorted]);
    }

    /// <summary>Gives classes that look like those of a model, in another Unicode form, the names in the model.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="labels">The classes of the model.</param>
    public static RowFrame Rename(RowFrame frame, IReadOnlyList<string> labels) => frame with
    {
        Labels = [.. frame.Labels.Select(label => NameChecks.IndexOf(labels, label) is >= 0 and var index ? labels[index] : label)],
    };

    /// <summary>Orders the classes as in a model.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="labels">The classes of the model.</param>
    /// <exception cref="SequenceDataException">The frame has another class.</exception>
    public static RowFrame Reorder(RowFrame frame, IReadOnlyList<string> labels)
    {
        int[] indices = [.. frame.Labels.Select(label => NameChecks.IndexOf(labels, label))];
        if (Array.IndexOf(indices, -1) is >= 0 and var unknown)
        {
            throw new SequenceDataException(
                $"{frame.Name}: label '{frame.Labels[unknown]}' of column '{frame.Columns.Label}' is not one of the given labels "
                + $"({string.Join(", ", labels)}).");
        }

        return frame with { Labels = labels, RowLabels = [.. frame.RowLabels.Select(label => indices[label])] };
    }

    /// <summary>Warns about sequences whose rows have several classes, of which a classifier of whole sequences learns one.</summary>
    public static RowFrame WarnOfChanges(RowFrame frame)
    {
        var changing = frame.Segments.Where(segment => frame.RowLabels[segment.Start..segment.End].Distinct().Skip(1).Any()).ToList();
        if (changing.Count == 0)
            return frame;
        var warning = FormattableString.Invariant($"{frame.Name}: the label in column '{frame.Columns.Label}' changes within {changing.Count:N0} of ")
            + FormattableString.Invariant($"{frame.Segments.Count:N0} sequences, the first of which is {changing[0].DisplayName}. ")
            + "Only the label of the last row is learned; the task tag learns a class for each time step.";
        return frame with { Warnings = [.. frame.Warnings, warning] };
    }

    private static HashSet<string> Occurring(RowFrame frame, DataPart part) =>
    [
        .. Enumerable.Range(0, frame.RowCount)
            .Where(row => frame.Parts[row] == part)
            .Select(row => frame.RowLabels[row])
            .Distinct()
            .Select(label => frame.Labels[label]),
    ];
}
