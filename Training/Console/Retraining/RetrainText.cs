using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The sentences about the result of <c>retrain</c>.</summary>
internal static class RetrainText
{
    /// <summary>States how much of the held-out data the previous model was trained on.</summary>
    /// <param name="result">The result.</param>
    /// <param name="isWhole">Whether the data consists of whole sequences instead of rows.</param>
    public static string DescribeOverlap(RetrainResult result, bool isWhole)
    {
        var (noun, count, overlap) = (isWhole ? "sequences" : "rows", result.HeldOutCount, result.TrainingOverlapCount);
        return overlap == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Neither model was trained on any of the {count:N0} held-out {noun}.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The previous model was trained on {overlap:N0} of the {count:N0} held-out {noun}, which favors it in the comparison.");
    }

    /// <summary>States which model is in use.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="previous">The file of the replaced model in the history; null if it was not replaced.</param>
    /// <param name="refit">Whether the new model was trained once more on all data.</param>
    public static IReadOnlyList<string> DescribeResult(string file, string? previous, bool refit) => previous is null
        ? [$"The previous model was kept: {file} is unchanged."]
        :
        [
            $"{file} is now the new model{(refit ? ", trained once more on all data" : "")}.",
            $"The previous model was saved as {previous}.",
            $"To restore it: mlnet-recurrent rollback {ShellWord.Quote(file)}",
        ];
}
