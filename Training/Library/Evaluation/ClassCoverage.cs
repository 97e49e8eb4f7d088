namespace MlNetRecurrent.Training;

/// <summary>States which classes the scores of a classifier or tagger do not cover.</summary>
internal static class ClassCoverage
{
    /// <summary>Returns a sentence about classes without a scored row, and one about classes without F1; empty if every class is covered.</summary>
    /// <param name="labels">The names of the classes.</param>
    /// <param name="classes">The metrics of the classes, in the same order.</param>
    /// <param name="noun">The plural noun for the scored rows.</param>
    public static IEnumerable<string> Describe(IReadOnlyList<string> labels, IReadOnlyList<ClassMetrics> classes, string noun)
    {
        var missing = labels.Zip(classes).Where(pair => pair.Second.Support == 0).Select(pair => $"'{pair.First}'").ToList();
        if (missing.Count == 1)
            yield return $"None of the scored {noun} has the class {missing[0]}: these scores say nothing about it.";
        else if (missing.Count > 1)
        {
            yield return FormattableString.Invariant($"None of the scored {noun} has one of {missing.Count:N0} of the {labels.Count:N0} classes ")
                + $"({NameList.Join(missing)}): these scores say nothing about them.";
        }

        var scored = classes.Count(one => !double.IsNaN(one.F1));
        if (scored < classes.Count)
        {
            yield return FormattableString.Invariant(
                $"Macro F1 is the mean over {scored:N0} of {classes.Count:N0} classes: those that occur or are predicted.");
        }
    }
}
