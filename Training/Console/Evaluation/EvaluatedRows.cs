using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>States which rows <c>evaluate</c> scores: what it repeats of the training, and which option changes it.</summary>
internal static class EvaluatedRows
{
    /// <summary>Describes the split and the stride; empty if they are the defaults.</summary>
    /// <param name="report">The scores.</param>
    /// <param name="card">The model card.</param>
    /// <param name="stride">The stride on the command line; null for that of the card.</param>
    public static string DescribeSplit(EvaluationReport report, ModelCard card, int? stride)
    {
        var sentences = new List<string>();
        if (report.RepeatsTrainingSplit)
            sentences.Add($"The others are the test rows of its training: {DescribeTestRows(card)}.");
        if (stride is null && card.Data?.Split?.TestStride is { } stored && report.Stride is not null)
        {
            sentences.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Windows are {stored} row{(stored == 1 ? "" : "s")} apart, as in its training (change it with --stride)."));
        }

        return string.Join(' ', sentences);
    }

    /// <summary>Describes how test rows were chosen.</summary>
    public static string DescribeTestRows(ModelCard card)
    {
        var (columns, split) = (card.Columns!, card.Data!.Split!);
        if (columns.Split is { } column)
            return $"those that column '{column}' assigns to it";
        var share = string.Create(CultureInfo.InvariantCulture, $"{100 * split.TestFraction:0.##} %");
        if (card.Window is not null)
            return $"the last {share} of {(columns.Series is null ? "the rows" : "each series")}";
        return (columns.Group, split.IsStratified) switch
        {
            ({ } group, true) => $"{share} of the sequences of each class, in whole groups of column '{group}'",
            ({ } group, false) => $"{share} of the sequences, in whole groups of column '{group}'",
            (null, true) => $"the last {share} of the sequences of each class",
            _ => $"the last {share} of the sequences",
        };
    }
}
