using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Warns, before the training, of a split whose test part cannot tell anything about a class.</summary>
internal static class SplitWarning
{
    /// <summary>Returns the warning; null if each class has a test row, or nothing is held out.</summary>
    public static string? Create(TableTrainer trainer)
    {
        var missing = trainer.Data.GetClassesWithoutTestRows();
        if (missing.Count == 0)
            return null;
        var (options, isWhole) = (trainer.Options, trainer.Options.Window is null);
        var names = NameList.Join([.. missing.Select(label => $"'{label}'")]);
        var advice = options.Columns.Split is { } column ? $"mark some as test in column '{column}'"
            : options.IsStratified ? $"provide at least two {(options.Columns.Group is null ? "sequences of" : "groups with")} each class"
            : isWhole && options.EffectiveTask == RecurrentTask.Classify ? "hold out a share of each class with --stratify"
            : "assign the test rows with --split";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"no test {(isWhole ? "sequence" : "row")} has the class{(missing.Count == 1 ? "" : "es")} {names}: ")
            + $"the scores will say nothing about {(missing.Count == 1 ? "it" : "them")}; {advice}.";
    }
}
