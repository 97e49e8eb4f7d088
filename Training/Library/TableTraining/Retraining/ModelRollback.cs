using MlNetRecurrent.Onnx;

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
    /// <exception cref="ArgumentException">
    /// There is no history, the history has no such version, that version is already in use, or its <see cref="ModelSignature"/> differs.
    /// </exception>
    public static ModelRollback Run(string path, int? to)
    {
        var history = new ModelHistory(path);
        var current = OnnxFile.ReadBytes(path);
        var (currentNumber, numbers) = (history.Find(current), history.Versions);
        if (numbers.Count == 0)
        {
            throw new ArgumentException(
                $"'{path}' has no history: there are no models in '{history.Folder}', where retraining keeps previous models.");
        }

        // A model that is not in the history is newer than all that are.
        var number = to ?? numbers.LastOrDefault(number => number < (currentNumber ?? int.MaxValue));
        if (number == 0)
        {
            throw new ArgumentException(
                $"'{path}' is version {currentNumber} of its history, which is the oldest: specify one of {string.Join(", ", numbers)}.");
        }

        if (!numbers.Contains(number))
            throw new ArgumentException($"The history of '{path}' has no version {number}: specify one of {string.Join(", ", numbers)}.");
        if (number == currentNumber)
            throw new ArgumentException($"'{path}' is already version {number} of its history.");
        var next = OnnxFile.ReadBytes(history.GetFile(number));
        CheckSignature(path, current, history.GetFile(number), next);
        var kept = currentNumber ?? history.Replace(current, next);
        if (currentNumber is not null)
            AtomicFile.Write(path, next);
        return new ModelRollback(number, kept, history.GetFile(kept));
    }

    // A damaged file must not replace a valid one, nor a model that the application cannot use one that it can.
    private static void CheckSignature(string path, byte[] current, string nextFile, byte[] next)
    {
        var restored = ReadSignature(next, nextFile);
        if (TryReadSignature(current, path) is not { } replaced)
            return;
        var differences = string.Join("; ", restored.FindDifferences(replaced));
        // What retraining may put in place of the restored model, such as one whose columns have names, can also be taken back.
        if (differences.Length > 0 && replaced.FindDifferences(restored).Any())
        {
            throw new ArgumentException(
                $"'{nextFile}' cannot replace '{path}': {differences}. Copy the file yourself if the application is to use the other model.");
        }
    }

    // A damaged current file has no signature to keep: restoring an earlier model repairs it.
    private static ModelSignature? TryReadSignature(byte[] bytes, string file)
    {
        try
        {
            return ReadSignature(bytes, file);
        }
        catch (RecurrentModelException)
        {
            return null;
        }
    }

    private static ModelSignature ReadSignature(byte[] bytes, string file) =>
        ModelSignature.FromCard(OnnxFile.RequireCard(OnnxFile.Parse(bytes, file), file));
}
