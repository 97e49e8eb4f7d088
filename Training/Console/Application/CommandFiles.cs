using MlNetRecurrent.Files;
using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// The files that a command reads and writes. An output must not replace an input of the same command, nor another of its outputs, however their
/// paths are spelled.
/// </summary>
internal sealed class CommandFiles
{
    private readonly List<(string Name, string Path)> _inputs = [];
    private readonly List<(string Name, string Path)> _models = [];
    private readonly List<(string Name, string Path)> _outputs = [];

    /// <summary>Adds a file that the command reads.</summary>
    /// <param name="name">The name in messages, such as <c>Option --data</c>.</param>
    /// <param name="path">The file; null for none.</param>
    public CommandFiles Read(string name, string? path) => Add(_inputs, name, path);

    /// <summary>Adds a model that the command reads, with the files of its external data.</summary>
    public CommandFiles ReadModel(string path)
    {
        Add(_models, "The model", path);
        return Add(_inputs, "MODEL.onnx", path);
    }

    /// <summary>Adds a file that the command writes.</summary>
    /// <param name="name">The name in messages, such as <c>Option --out</c>.</param>
    /// <param name="path">The file; null for none.</param>
    public CommandFiles Write(string name, string? path) => Add(_outputs, name, path);

    /// <summary>Checks that every output can be written without replacing an input or another output, and creates their folders.</summary>
    /// <exception cref="UserInputException">An output collides with another file, is not a file, or its folder cannot be written to.</exception>
    public void Prepare()
    {
        var targets = _outputs.Select(output => (output.Name, output.Path, Target: FindTarget(output.Name, output.Path))).ToList();
        foreach (var (index, (name, path, target)) in targets.Index())
        {
            foreach (var (inputName, inputPath) in _inputs.Where(input => IsSame(target, input.Path)))
                throw Collide(name, path, inputName, inputPath, "an output must not replace an input");
            foreach (var (modelName, modelPath) in _models.Where(model => IsDataOf(target, model.Path)))
                throw Collide(name, path, $"{modelName} with its external data", modelPath, "an output must not replace an input");
            foreach (var (otherName, otherPath, other) in targets.Take(index))
            {
                if (IsSame(target, other.Path))
                    throw Collide(name, path, otherName, otherPath, "the second output would replace the first");
                if (IsInside(target.Path, other.Path) || IsInside(other.Path, target.Path))
                    throw Collide(name, path, otherName, otherPath, "one of them would have to be a folder and a file at once");
            }
        }

        foreach (var folder in targets.Select(entry => entry.Target.Folder).Distinct())
            OutputFolder.Prepare(folder);
    }

    private CommandFiles Add(List<(string Name, string Path)> files, string name, string? path)
    {
        if (path is not null)
            files.Add((name, path));
        return this;
    }

    private static WriteTarget FindTarget(string name, string path)
    {
        try
        {
            return WriteTarget.Find(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserInputException($"{name} is '{path}', which cannot be written: {exception.Message}", exception);
        }
    }

    // Hard links are one file: their identities are equal. A file that does not exist yet has only its path.
    private static bool IsSame(WriteTarget target, string path)
    {
        if (FileStatus.Find(target.Path)?.Identity is { } identity && FileStatus.Find(path)?.Identity is { } other)
            return identity == other;
        return string.Equals(target.Path, FindPath(path), PathComparison);
    }

    private static bool IsInside(string path, string folder) => path.StartsWith($"{folder}{Path.DirectorySeparatorChar}", PathComparison);

    private static bool IsDataOf(WriteTarget target, string model) =>
        target.IsPresent && OnnxFile.FindDataFiles(model).Any(file => IsSame(target, file));

    private static StringComparison PathComparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static string FindPath(string path)
    {
        try
        {
            return WriteTarget.Find(path).Path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // An input that is not a file, such as a pipe, is nobody's output.
            return path;
        }
    }

    private static UserInputException Collide(string name, string path, string otherName, string otherPath, string problem) => new(
        $"{name} is '{path}' and {Lower(otherName)} is '{otherPath}', the same file or place: {problem}. Choose another path for {Lower(name)}.");

    // Inside a sentence.
    private static string Lower(string name) => name.StartsWith("MODEL", StringComparison.Ordinal) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
