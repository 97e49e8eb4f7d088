using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The files that <c>train</c> writes.</summary>
/// <param name="Source">The name of the data.</param>
/// <param name="IsSingle">Whether there is one model.</param>
/// <param name="Out">The file to write, or the folder for several models; null for a name derived from the name of the data.</param>
/// <param name="CheckpointFolder">The folder for checkpoints, or null for none.</param>
internal sealed record ModelFiles(string Source, bool IsSingle, string? Out, string? CheckpointFolder)
{
    // The start of the names of files.
    private string Stem => Source switch
    {
        InputFile.StandardInputName => "stdin",
        DataSource.QueryName => "query",
        _ => Path.GetFileNameWithoutExtension(Source),
    };

    /// <summary>The file of a cell's model.</summary>
    public string GetModelFile(RecurrentCell cell)
    {
        var name = $"{Stem}-{cell.Name}.onnx";
        return Out is null ? name : IsSingle ? Out : Path.Combine(Out, name);
    }

    /// <summary>The checkpoint file of a cell's model; null for none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="member">The network of an ensemble, counted from 1; null if there is only one.</param>
    public string? GetCheckpointFile(RecurrentCell cell, int? member = null)
    {
        var suffix = member is null ? "" : FormattableString.Invariant($"-{member}");
        return CheckpointFolder is null
            ? null
            : Path.Combine(CheckpointFolder, $"{Stem}-{cell.Name}{suffix}.checkpoint");
    }

    /// <summary>Locks the files of the models against other writers.</summary>
    /// <param name="command">The command, for the message to others.</param>
    /// <param name="cells">The cells of the models.</param>
    /// <exception cref="IOException">Another process is changing a file, or it cannot be locked.</exception>
    public ModelLocks Lock(string command, IEnumerable<RecurrentCell> cells) => new(command, cells.Select(GetModelFile));

    /// <summary>Adds the files of cells to those that a command writes.</summary>
    /// <param name="files">The files of the command.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="ensembleSize">The number of networks per cell.</param>
    public CommandFiles AddTo(CommandFiles files, IReadOnlyList<RecurrentCell> cells, int ensembleSize = 1)
    {
        foreach (var cell in cells)
        {
            var model = Out is null ? "the default of option --out" : IsSingle ? "option --out" : $"the {cell.DisplayName} of option --out";
            files.WriteModel(model, GetModelFile(cell));
            for (var member = 1; member <= ensembleSize; member++)
                files.Write("the checkpoint of option --checkpoint", GetCheckpointFile(cell, ensembleSize > 1 ? member : null));
        }

        return files;
    }
}
