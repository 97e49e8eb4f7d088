using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of one run of <c>train</c> or <c>compare</c>.</summary>
internal sealed record TrainOptions
{
    /// <summary>The table to read.</summary>
    public required TableSource Source { get; init; }

    /// <summary>The file of the rows; null for a sample, and for a server.</summary>
    public DataInput? DataFile { get; init; }

    /// <summary>The options of training; the cell and the checkpoint are set for each model.</summary>
    public required TableTrainingOptions Training { get; init; }

    /// <summary>The cells to train.</summary>
    public required IReadOnlyList<RecurrentCell> Cells { get; init; }

    /// <summary>The folder for checkpoints, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to resume from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>The file to write, or the folder for several models; null for a name derived from the name of the data.</summary>
    public string? Out { get; init; }

    /// <summary>The file for the report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The files that the run writes.</summary>
    public ModelFiles Files => new(Source.Name, Cells.Count == 1, Out, CheckpointFolder);

    /// <summary>The checkpoint file of a cell's model; of an ensemble, that of its first network.</summary>
    public string? GetCheckpointFile(RecurrentCell cell) => Files.GetCheckpointFile(cell, Training.EnsembleSize > 1 ? 1 : null);

    /// <summary>Creates a trainer for each cell. The rows are read once.</summary>
    /// <exception cref="UserInputException">An option is out of range, or cannot be combined with another.</exception>
    public IReadOnlyList<TableTrainer> Trainers(TimeProvider clock) => LibraryCall.Run(() =>
    {
        var first = new TableTrainer(Source, WithCell(Training, Cells[0]), clock);
        return (TableTrainer[])[first, .. Cells.Skip(1).Select(cell => first.With(WithCell(first.Options, cell)))];
    });

    private TableTrainingOptions WithCell(TableTrainingOptions options, RecurrentCell cell) =>
        options with { Cell = cell, Fit = options.Fit with { CheckpointFile = Files.GetCheckpointFile(cell), Resume = Resume } };
}
