using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>All that one run of <c>train</c> or <c>compare</c> is asked for.</summary>
internal sealed record TrainOptions
{
    /// <summary>The rows.</summary>
    public required TableSource Source { get; init; }

    /// <summary>What is fitted, and how; its cell and its checkpoint are set for each model.</summary>
    public required TableTrainingOptions Training { get; init; }

    /// <summary>The cells to fit.</summary>
    public required IReadOnlyList<RecurrentCell> Cells { get; init; }

    /// <summary>The folder of checkpoints, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>The file to write, or the folder where there are several models; null for a name made from the data's.</summary>
    public string? Out { get; init; }

    /// <summary>The file that takes a report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The files that the run writes.</summary>
    public ModelFiles Files => new(Source.Name, Cells.Count == 1, Out, CheckpointFolder);

    /// <summary>The first checkpoint of a cell's model.</summary>
    public string? GetCheckpointFile(RecurrentCell cell) => Files.GetCheckpointFile(cell, Training.EnsembleSize > 1 ? 1 : null);

    /// <summary>A trainer for each cell; the rows are read once.</summary>
    /// <exception cref="UserInputException">An option is out of range, or does not go with another.</exception>
    public IReadOnlyList<TableTrainer> Trainers(TimeProvider clock) => LibraryCall.Run(() =>
    {
        var first = new TableTrainer(Source, Of(Training, Cells[0]), clock);
        return (TableTrainer[])[first, .. Cells.Skip(1).Select(cell => first.With(Of(first.Options, cell)))];
    });

    private TableTrainingOptions Of(TableTrainingOptions options, RecurrentCell cell) =>
        options with { Cell = cell, Fit = options.Fit with { CheckpointFile = Files.GetCheckpointFile(cell), Resume = Resume } };
}
