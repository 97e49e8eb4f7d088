using MlNetRecurrent.Files;
using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// The files that a command reads and writes. An output must not replace an input of the same command, nor another of its outputs, however their
/// paths are spelled.
/// </summary>
/// <remarks>The names of files are those inside a sentence, such as <c>option --data</c>.</remarks>
internal sealed class CommandFiles
{
    private readonly List<(string Name, string Path)> _inputs = [];
    private readonly List<(string Name, string Path)> _outputs = [];
    private readonly List<string> _models = [];
    private string? _model;

    /// <summary>Adds a file that the command reads.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="path">The file; null for none.</param>
    public CommandFiles Read(string name, string? path) => Add(_inputs, name, path);

    /// <summary>Adds the file that the command takes its rows from.</summary>
    /// <param name="input">The file; null for none.</param>
    public CommandFiles Read(DataInput? input) => input is null ? this : Read(input.Name, input.Path);

    /// <summary>Adds the model that the command reads, with the files of its external data.</summary>
    public CommandFiles ReadModel(string path) => Add(_inputs, "MODEL.onnx", _model = path);

    /// <summary>Adds a file that the command writes.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="path">The file; null for none.</param>
    public CommandFiles Write(string name, string? path) => Add(_outputs, name, path);

    /// <summary>Adds a model that the command writes, with its lock file.</summary>
    public CommandFiles WriteModel(string name, string path)
    {
        _models.Add(path);
        return Write(name, path);
    }

    /// <summary>Checks that every output can be written without replacing an input or another output. Nothing is created.</summary>
    /// <exception cref="UserInputException">An output is not a file, or collides with another file; the message names both.</exception>
    public CommandFiles Check()
    {
        FindTargets();
        return this;
    }

    /// <summary>Checks the outputs, creates their folders, and checks that these are writable.</summary>
    /// <exception cref="UserInputException">An output is not a file, or collides with another file, or its folder cannot be written to.</exception>
    public void Prepare()
    {
        foreach (var folder in FindTargets().Select(target => target.Folder).Distinct())
            OutputFolder.Prepare(folder);
    }

    private static CommandFile CreateOutput(string name, string path)
    {
        if (path == DataSource.StandardStream)
        {
            throw new UserInputException(
                $"{CommandFile.Capitalize(name)} is '{path}', which stands for standard output: expected the path of a file. "
                + $"A file of this name is './{path}'.");
        }

        try
        {
            var target = WriteTarget.Find(path);
            return new CommandFile(name, path, target.Path, FileStatus.Find(target.Path)?.Identity) { Target = target };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserInputException($"{CommandFile.Capitalize(name)} '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    private static CommandFile CreateLock(string model) =>
        CommandFile.CreateInput("the lock file", ModelLock.GetLockFile(ModelPath.Resolve(model)));

    private IEnumerable<WriteTarget> FindTargets()
    {
        var inputs = _inputs.ConvertAll(input => CommandFile.CreateInput(input.Name, input.Path));
        var outputs = _outputs.ConvertAll(output => CreateOutput(output.Name, output.Path));
        var locks = _models.ConvertAll(CreateLock);
        foreach (var (index, output) in outputs.Index())
        {
            if (locks.Find(held => output.IsSame(held) || output.IsInside(held)) is { } file)
                throw output.Collide($"takes the place of {file}, which keeps other commands from changing the model");
            if (inputs.Find(output.IsSame) is { } input)
                throw output.Collide($"is the same file as {input}: an output must not replace an input");
            if (_model is not null && HoldsDataOf(output, _model))
                throw output.Collide($"holds the external data of MODEL.onnx '{_model}': an output must not replace an input");
            foreach (var other in outputs.Take(index))
            {
                if (output.IsSame(other))
                    throw output.Collide($"is the same file as {other}: one output would replace the other");
                if (output.IsInside(other) || other.IsInside(output))
                    throw output.Collide($"and {other} cannot both be written: one of them would be a file and a folder at once");
            }
        }

        return outputs.Select(output => output.Target!);
    }

    // Only an output that exists can be such a file, so that the model is rarely read for this.
    private static bool HoldsDataOf(CommandFile output, string model) =>
        output.Target!.IsPresent && OnnxFile.FindDataFiles(model).Any(file => output.IsSame(CommandFile.CreateInput("", file)));

    private CommandFiles Add(List<(string Name, string Path)> files, string name, string? path)
    {
        if (path is not null)
            files.Add((name, path));
        return this;
    }
}
