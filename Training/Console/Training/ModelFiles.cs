namespace MlNetRecurrent.Console;

/// <summary>The files that a run of <c>train</c> writes.</summary>
/// <param name="Source">What the data are called.</param>
/// <param name="IsOne">Whether there is one model.</param>
/// <param name="Out">The file to write, or the folder where there are several models; null for a name made from the data's.</param>
/// <param name="CheckpointFolder">The folder of checkpoints, or null for none.</param>
internal sealed record ModelFiles(string Source, bool IsOne, string? Out, string? CheckpointFolder)
{
    /// <summary>The file of a cell's model.</summary>
    public string GetModelFile(RecurrentCell cell)
    {
        var name = $"{Path.GetFileNameWithoutExtension(Source)}-{cell.Name}.onnx";
        return Out is null ? name : IsOne ? Out : Path.Combine(Out, name);
    }

    /// <summary>The checkpoint of a cell's model; null for none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="member">Which network of an ensemble, from 1; null where there is one network.</param>
    public string? GetCheckpointFile(RecurrentCell cell, int? member = null) =>
        CheckpointFolder is null ? null : Path.Combine(CheckpointFolder, $"{Path.GetFileNameWithoutExtension(Source)}-{cell.Name}{(member is null ? "" : FormattableString.Invariant($"-{member}"))}.checkpoint");

    /// <summary>Makes the folders, before the work and not after it.</summary>
    /// <exception cref="UserInputException">One of them cannot be made or written.</exception>
    public void Prepare(IEnumerable<RecurrentCell> cells)
    {
        foreach (var cell in cells)
            OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(GetModelFile(cell)))!);
        if (CheckpointFolder is not null)
            OutputFolder.Prepare(CheckpointFolder);
    }
}
