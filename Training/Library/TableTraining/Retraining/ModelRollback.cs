using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>A model that an earlier one replaced.</summary>
/// <param name="Number">The number of the model that is in place now.</param>
/// <param name="Kept">The number under which the model that it replaced is kept.</param>
/// <param name="KeptFile">The file of that model.</param>
internal sealed record ModelRollback(int Number, int Kept, string KeptFile)
{
    /// <summary>Puts an earlier model back in its place.</summary>
    /// <param name="path">The file of the model.</param>
    /// <param name="to">The number of the model in the history; null for the one before the model that is in place.</param>
    /// <exception cref="ArgumentException">There is no history, no such model in it, or that model is in place already.</exception>
    public static ModelRollback Run(string path, int? to)
    {
        var history = new ModelHistory(path);
        var current = OnnxFile.ReadBytes(path);
        var (here, numbers) = (history.Find(current), history.Versions);
        if (numbers.Count == 0)
            throw new ArgumentException($"'{path}' has no history: there is no model in '{history.Folder}', where retraining keeps the models that it replaces.");
        // One that is not in the history stands behind all that are.
        var number = to ?? numbers.LastOrDefault(number => number < (here ?? int.MaxValue));
        if (number == 0)
            throw new ArgumentException($"'{path}' is number {here} of its history, the oldest one there: name another one of {string.Join(", ", numbers)}.");
        if (!numbers.Contains(number))
            throw new ArgumentException($"There is no number {number} in the history of '{path}', which holds {string.Join(", ", numbers)}.");
        if (number == here)
            throw new ArgumentException($"'{path}' is number {number} of its history already.");
        var next = OnnxFile.ReadBytes(history.GetFile(number));
        // A file that was damaged in the meantime does not take the place of a good one.
        OnnxFile.RequireCard(OnnxFile.Parse(next, history.GetFile(number)), history.GetFile(number));
        var kept = here ?? history.Replace(current, next);
        if (here is not null)
            AtomicFile.Write(path, next);
        return new ModelRollback(number, kept, history.GetFile(kept));
    }
}
