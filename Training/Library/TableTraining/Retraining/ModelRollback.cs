namespace MlNetRecurrent.Training;

/// <summary>A rollback: an earlier model replaced the current one.</summary>
/// <param name="Number">The version number of the restored model.</param>
/// <param name="Kept">The version number under which the replaced model is kept.</param>
/// <param name="KeptFile">The file of the replaced model.</param>
internal sealed record ModelRollback(int Number, int Kept, string KeptFile)
{
    /// <summary>Restores an earlier model.</summary>
    /// <param name="path">The file of the model.</param>
    /// <param name="to">The version number in the history; null for the version before the current model.</param>
    /// <param name="force">Whether to restore a model with another signature.</param>
    /// <param name="forceAdvice">The sentence that says how to force it.</param>
    /// <exception cref="ArgumentException">
    /// There is no history, the history has no such version, that version is already in use, or its <see cref="ModelSignature"/> differs.
    /// </exception>
    /// <exception cref="RecurrentModelException">
    /// The model file is missing, the version is damaged, or its graph does not pass the guard.
    /// </exception>
    /// <exception cref="IOException">Another writer uses the file, or it cannot be replaced.</exception>
    public static ModelRollback Run(string path, int? to, bool force, string forceAdvice)
    {
        using var held = ModelLock.AcquireExisting(path, "rollback");
        var history = new ModelHistory(path);
        var current = history.ReadCurrent();
        var currentNumber = history.Find(current);
        var number = Select(path, to, history, currentNumber);
        var (file, next) = (history.GetFile(number), history.Read(number));
        // Force does not extend to files that an application could not load.
        var restored = ModelReplacement.Verify(next, file);
        if (!force && ModelReplacement.TryReadSignature(current, path, out _) is { } replaced)
            CheckSignature(path, replaced, file, restored, forceAdvice);
        var kept = history.Replace(held, current, next, currentNumber);
        return new ModelRollback(number, kept, history.GetFile(kept));
    }

    private static int Select(string path, int? to, ModelHistory history, int? current)
    {
        var numbers = history.Versions;
        if (numbers.Count == 0)
        {
            throw new ArgumentException(
                $"'{path}' has no history: there are no models in '{history.Folder}', where retraining keeps previous models.");
        }

        // A model that is not in the history is newer than all that are.
        var number = to ?? numbers.LastOrDefault(number => current is null || number < current);
        if (number == 0 && to is null)
        {
            throw new ArgumentException(
                $"'{path}' is version {current} of its history, which is the oldest: specify one of {string.Join(", ", numbers)}.");
        }

        if (!numbers.Contains(number))
            throw new ArgumentException($"The history of '{path}' has no version {number}: specify one of {string.Join(", ", numbers)}.");
        return number == current
            ? throw new ArgumentException($"'{path}' is already version {number} of its history.")
            : number;
    }

    // A model that the application cannot use must not replace one that it can. A damaged current file has no signature to keep: restoring an
    // earlier model repairs it.
    private static void CheckSignature(string path, ModelSignature replaced, string file, ModelSignature restored, string forceAdvice)
    {
        var differences = string.Join("; ", restored.FindDifferences(replaced));
        // Retraining adds the names of columns to an imported model, and can be taken back.
        var isNamesAlone = !replaced.FindDifferences(restored).Any() && restored.MinSteps <= replaced.MinSteps;
        if (differences.Length > 0 && !isNamesAlone)
            throw new ArgumentException($"'{file}' cannot replace '{path}': {differences}. {forceAdvice}");
    }
}
