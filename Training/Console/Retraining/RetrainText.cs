using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Says what <c>retrain</c> found and did.</summary>
internal static class RetrainText
{
    /// <summary>What the old model has seen of the part held out.</summary>
    /// <param name="result">The result.</param>
    /// <param name="isWhole">Whether sequences are counted instead of rows.</param>
    public static string DescribeOverlap(RetrainResult result, bool isWhole)
    {
        var what = isWhole ? "sequences" : "rows";
        return result.TrainingOverlap == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Of the {result.HeldOutCount:N0} {what} held out neither model has seen any.")
            : string.Create(CultureInfo.InvariantCulture, $"Of the {result.HeldOutCount:N0} {what} held out the old model was fitted on {result.TrainingOverlap:N0}, the new one on none: the comparison favours the old model.");
    }

    /// <summary>What was done, in a sentence or three.</summary>
    public static IReadOnlyList<string> DescribeResult(RetrainOptions options, RetrainResult result) => result.PreviousModelFile is null
        ? [$"The old model stays: {options.File} was left alone."]
        :
        [
            $"{options.File} is the new model now{(options.Training.Refit ? ", fitted once more on everything" : "")}.",
            $"The old one is kept as {result.PreviousModelFile}.",
            $"To go back: rollback {options.File}",
        ];
}
