using System.Globalization;
using MlNetRecurrent.Files;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>
/// The previous versions of a model file: <c>NAME.history/0001.onnx</c>, <c>0002.onnx</c> and so on, next to <c>NAME.onnx</c>, oldest first, each
/// with its <see cref="EntryChecksum"/>. The current model is copied to the history before it is replaced, so that the path always has a complete
/// file, either the previous model or the new one, and every model that was replaced is in the history.
/// </summary>
internal sealed class ModelHistory
{
    private const string ModelExtension = ".onnx";

    private readonly string _model;
    private readonly string _target;
    private readonly Func<string, byte[], Func<bool>, bool> _write;

    /// <param name="model">The path of the model file. The history of a symbolic link is the one of its target, unless the link has its own.</param>
    /// <param name="write">Writes checksums and the model atomically, if a condition holds; null for <see cref="AtomicFile.TryWrite"/>.</param>
    public ModelHistory(string model, Func<string, byte[], Func<bool>, bool>? write = null)
    {
        (_model, _target) = (model, ModelPath.Resolve(model));
        _write = write ?? ((path, bytes, condition) => AtomicFile.TryWrite(path, bytes, condition));
        Folder = Directory.Exists(GetFolder(model)) ? GetFolder(model) : GetFolder(_target);
    }

    /// <summary>The folder of the previous versions, which is created with the first of them.</summary>
    public string Folder { get; }

    /// <summary>The numbers of the previous versions, ascending. Other files in the folder are ignored.</summary>
    public IReadOnlyList<int> Versions => [.. GetNumbers(ModelExtension)
        .Where(version => FileStatus.Find(GetFile(version))?.Kind is FileKind.Regular or FileKind.Unknown)
        .Order()];

    /// <summary>Returns the path of a previous version.</summary>
    public string GetFile(int version) => Path.Combine(Folder, FormattableString.Invariant($"{version:0000}{ModelExtension}"));

    /// <summary>Reads a previous version.</summary>
    /// <exception cref="RecurrentModelException">The file is damaged: its checksum does not match, or it is no ONNX model.</exception>
    public byte[] Read(int version)
    {
        var file = GetFile(version);
        var bytes = RegularFile.ReadAllBytes(file);
        return EntryChecksum.Verify(file, bytes) ? bytes : OnnxFile.ReadBytes(file);
    }

    /// <summary>Reads the current model, with the values of external data files in it if it is a valid ONNX model.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public byte[] ReadCurrent()
    {
        try
        {
            return OnnxFile.ReadBytes(_target);
        }
        catch (RecurrentModelException)
        {
            // A damaged file is kept as it is.
            return RegularFile.ReadAllBytes(_target);
        }
    }

    /// <summary>Returns the number of the next version. The number of a deleted version is not used again.</summary>
    /// <exception cref="IOException">The largest possible number is used already.</exception>
    public int GetNextNumber()
    {
        // The checksum of a deleted version must not be taken for the one of another model.
        var last = GetNumbers(ModelExtension).Concat(GetNumbers(EntryChecksum.GetFile(ModelExtension))).DefaultIfEmpty(0).Max();
        return last < int.MaxValue
            ? last + 1
            : throw new IOException(
                $"The history of '{_model}' is full: '{GetFile(last)}' has the largest possible number. Rename it, or move it away.");
    }

    /// <summary>Replaces the model, after adding the current one to the history.</summary>
    /// <param name="held">The lock of the model.</param>
    /// <param name="current">The bytes of the current model, from <see cref="ReadCurrent"/> after the lock was taken.</param>
    /// <param name="next">The bytes of the new model file.</param>
    /// <param name="version">The version with the same bytes as the current model, if it is known to be in the history.</param>
    /// <returns>The version number of the replaced model: a new one, or the newest one if it has the same bytes.</returns>
    /// <exception cref="IOException">
    /// A file cannot be written, or the model file has other bytes than <paramref name="current"/>; the model file is left unchanged.
    /// </exception>
    public int Replace(ModelLock held, byte[] current, byte[] next, int? version = null)
    {
        // The link may lead to another file than when it was locked.
        if (held.Target != _target || !IsUnchanged(current))
            throw Changed();
        var kept = version ?? Add(current);
        return _write(_target, next, () => IsUnchanged(current)) ? kept : throw Changed();
    }

    /// <summary>Returns the newest version with the given bytes, or null if there is none.</summary>
    public int? Find(byte[] bytes) => Versions.Reverse()
        .Where(version => Holds(version, bytes))
        .Select(version => (int?)version)
        .FirstOrDefault();

    private static string GetFolder(string model) =>
        $"{(Path.GetExtension(model) == ModelExtension ? model[..^ModelExtension.Length] : model)}.history";

    // The lengths are compared before anything is read.
    private bool Holds(int version, byte[] bytes) =>
        new FileInfo(GetFile(version)).Length == bytes.Length && RegularFile.ReadAllBytes(GetFile(version)).AsSpan().SequenceEqual(bytes);

    private bool IsUnchanged(byte[] current) =>
        ModelPath.Resolve(_model) == _target && File.Exists(_target) && ReadCurrent().AsSpan().SequenceEqual(current);

    private IOException Changed() =>
        new($"Model file '{_model}' was changed by another program in the meantime: it was not replaced.");

    private IEnumerable<int> GetNumbers(string extension) => Directory.Exists(Folder)
        ? Directory.EnumerateFileSystemEntries(Folder, $"*{extension}").Select(path => ParseVersion(path[..^extension.Length])).OfType<int>()
        : [];

    private int? ParseVersion(string path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0 && GetFile(version) == $"{path}{ModelExtension}"
            ? version
            : null;

    private int Add(byte[] bytes)
    {
        if (Versions is [.., var newest] && Holds(newest, bytes))
        {
            // The process that added it may have been killed before it wrote the checksum.
            if (!File.Exists(EntryChecksum.GetFile(GetFile(newest))))
                WriteChecksum(newest, bytes);
            return newest;
        }

        // Never overwrites an entry, not even one of a writer that has no lock: if somebody else took the number, the next one is tried.
        int version;
        do
        {
            version = GetNextNumber();
        }
        while (!AtomicFile.TryWriteNew(GetFile(version), bytes));
        WriteChecksum(version, bytes);
        return version;
    }

    private void WriteChecksum(int version, byte[] bytes)
    {
        var file = GetFile(version);
        _write(EntryChecksum.GetFile(file), EntryChecksum.Create(file, bytes), () => true);
    }
}
