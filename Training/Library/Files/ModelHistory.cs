using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>
/// The models that stood at a path before the one that stands there now: <c>NAME.history/0001.onnx</c>, <c>0002.onnx</c> and so on beside <c>NAME.onnx</c>,
/// oldest first. A model is kept there before another takes its place, so that at any moment the old model or the new one stands at the path, whole.
/// </summary>
internal sealed class ModelHistory
{
    private readonly string _model;
    private readonly Action<string, byte[]> _write;

    /// <param name="model">The path of the model.</param>
    /// <param name="write">Puts a file in place, whole or not at all.</param>
    public ModelHistory(string model, Action<string, byte[]>? write = null)
    {
        _model = model;
        _write = write ?? ((path, bytes) => AtomicFile.Write(path, bytes));
        Folder = $"{(Path.GetExtension(model) == ".onnx" ? model[..^".onnx".Length] : model)}.history";
    }

    /// <summary>The folder; it is made when the first model is kept.</summary>
    public string Folder { get; }

    /// <summary>The numbers of the models that are kept, ascending.</summary>
    public IReadOnlyList<int> Versions => !Directory.Exists(Folder) ? [] : [.. Directory.GetFiles(Folder, "*.onnx")
        .Select(path => int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && GetFile(number) == path ? number : 0)
        .Where(number => number > 0)
        .Order()];

    /// <summary>The file of a number.</summary>
    public string GetFile(int version) => Path.Combine(Folder, FormattableString.Invariant($"{version:0000}.onnx"));

    /// <summary>Puts a model in the place of another one, which is kept first.</summary>
    /// <param name="current">The bytes that stand at the path.</param>
    /// <param name="next">The bytes to put there.</param>
    /// <returns>The number under which the replaced one is kept; the newest one, if that holds the same bytes.</returns>
    /// <exception cref="IOException">A file cannot be written, or other bytes stand at the path: the model there is whole.</exception>
    public int Replace(byte[] current, byte[] next)
    {
        var number = Keep(current);
        if (!System.IO.File.ReadAllBytes(_model).AsSpan().SequenceEqual(current))
            throw new IOException($"Model file '{_model}' was changed by another program meanwhile: it was left alone.");
        _write(_model, next);
        return number;
    }

    /// <summary>The number of the newest kept model with these bytes; null where there is none.</summary>
    public int? Find(byte[] bytes) => Versions.Reverse().Where(number => System.IO.File.ReadAllBytes(GetFile(number)).AsSpan().SequenceEqual(bytes)).Select(number => (int?)number).FirstOrDefault();

    private int Keep(byte[] bytes)
    {
        var last = Versions is [.., var newest] ? newest : 0;
        if (last > 0 && Find(bytes) == last)
            return last;
        _write(GetFile(last + 1), bytes);
        return last + 1;
    }
}
