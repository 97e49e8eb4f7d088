using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>
/// The previous versions of a model file: <c>NAME.history/0001.onnx</c>, <c>0002.onnx</c> and so on, next to <c>NAME.onnx</c>, oldest first. The
/// current model is copied to the history before it is replaced, so that the path always has a complete file, either the previous model or the new
/// one.
/// </summary>
internal sealed class ModelHistory
{
    private readonly string _model;
    private readonly Action<string, byte[]> _write;

    /// <param name="model">The path of the model file.</param>
    /// <param name="write">Writes a file atomically; null for the default.</param>
    public ModelHistory(string model, Action<string, byte[]>? write = null)
    {
        _model = model;
        _write = write ?? ((path, bytes) => AtomicFile.Write(path, bytes));
        Folder = $"{(Path.GetExtension(model) == ".onnx" ? model[..^".onnx".Length] : model)}.history";
    }

    /// <summary>The folder of the previous versions, which is created with the first of them.</summary>
    public string Folder { get; }

    /// <summary>The numbers of the previous versions, ascending.</summary>
    public IReadOnlyList<int> Versions => Directory.Exists(Folder)
        ? [.. Directory.GetFiles(Folder, "*.onnx").Select(ParseVersion).OfType<int>().Order()]
        : [];

    /// <summary>Returns the path of a previous version.</summary>
    public string GetFile(int version) => Path.Combine(Folder, FormattableString.Invariant($"{version:0000}.onnx"));

    /// <summary>Replaces the model, after adding the current one to the history.</summary>
    /// <param name="current">The bytes of the current model file.</param>
    /// <param name="next">The bytes of the new model file.</param>
    /// <returns>The version number of the replaced model: a new one, or the newest one if it has the same bytes.</returns>
    /// <exception cref="IOException">
    /// A file cannot be written, or the model file has other bytes than <paramref name="current"/>; the model file is left unchanged.
    /// </exception>
    public int Replace(byte[] current, byte[] next)
    {
        var version = Add(current);
        if (!File.ReadAllBytes(_model).AsSpan().SequenceEqual(current))
            throw new IOException($"Model file '{_model}' was changed by another program in the meantime: it was not replaced.");
        _write(_model, next);
        return version;
    }

    /// <summary>Returns the newest version with the given bytes, or null if there is none.</summary>
    public int? Find(byte[] bytes) => Versions.Reverse()
        .Where(version => File.ReadAllBytes(GetFile(version)).AsSpan().SequenceEqual(bytes))
        .Select(version => (int?)version)
        .FirstOrDefault();

    private int? ParseVersion(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0 && GetFile(version) == path
            ? version
            : null;

    private int Add(byte[] bytes)
    {
        var last = Versions is [.., var newest] ? newest : 0;
        if (last > 0 && Find(bytes) == last)
            return last;
        _write(GetFile(last + 1), bytes);
        return last + 1;
    }
}
