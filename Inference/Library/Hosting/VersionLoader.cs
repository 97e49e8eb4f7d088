using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>Loads the versions of the file of a hosted model, and refuses those that must not be put in use.</summary>
/// <param name="name">The name of the hosted model.</param>
/// <param name="options">The options of the hosted model.</param>
/// <param name="metrics">The metrics that record the scoring calls of the application.</param>
internal sealed class VersionLoader(string name, HostedModelOptions options, ScoringMetrics metrics)
{
    // The file stays the same if the application changes its current folder.
    private readonly string _file = Path.GetFullPath(options.ModelFile);
    private ModelSignature? _first;

    /// <summary>Loads the first version.</summary>
    /// <exception cref="RecurrentModelException">The file cannot be loaded, or fails a sequence of the canary.</exception>
    /// <exception cref="ArgumentException">A sequence of the canary does not have the shape that the model requires.</exception>
    public SharedModel LoadFirst()
    {
        var first = Load(OnnxFile.Open(_file));
        _first = first.Model.Signature;
        return first;
    }

    /// <summary>Loads the version that the file has now; null if it is the version in use.</summary>
    /// <exception cref="RecurrentModelException">
    /// The file cannot be loaded, is being written, is incompatible with the version in use, or fails a sequence of the canary.
    /// </exception>
    public SharedModel? LoadNext(SharedModel current)
    {
        var stamp = FileStamp.Read(_file);
        var file = OnnxFile.Open(_file);
        if (file.Hash.SequenceEqual(current.Hash))
            return null;
        if (FileStamp.Read(_file) != stamp)
        {
            throw new RecurrentModelException(
                $"Model file '{_file}' changed while it was read. "
                + "Write the next version to another file, and rename it when it is complete.",
                new IOException("The file is being written."));
        }

        return Load(file, current.Model);
    }

    /// <summary>Whether an exception says that the file could not be read now, but may be later, without a change that can be noticed.</summary>
    /// <remarks>Another program may have it open for writing. A file that is missing is noticed when it is back.</remarks>
    public static bool IsUnread(Exception exception) => exception is RecurrentModelException
    {
        InnerException: UnauthorizedAccessException or (IOException and not FileNotFoundException and not DirectoryNotFoundException),
    };

    private SharedModel Load(ParsedFile file, RecurrentModel? current = null)
    {
        var model = RecurrentModel.Load(file, options.ModelOptions);
        try
        {
            if (current is not null)
                RequireCompatible(model, current);

            // Not counted: the sequences of the canary are not those of the application.
            model.Metrics = null;
            CanaryCheck.Run(model, options, name);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        model.Metrics = metrics;
        return new SharedModel(model, file.Hash.ToArray());
    }

    private void RequireCompatible(RecurrentModel next, RecurrentModel current)
    {
        if (VersionCheck.FindDifferences(next, current, _first!) is { Length: > 0 } differences)
        {
            throw new RecurrentModelException(
                $"Model file '{_file}' cannot replace the model in use: {differences}. Restart the application to use the file.");
        }

        (next.IsStreamed, next.HasKeyedStreams, next.HasInitialStates) = (current.IsStreamed, current.HasKeyedStreams, current.HasInitialStates);
    }
}
