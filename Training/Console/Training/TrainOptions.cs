using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>All that one run of <c>train</c> is asked for.</summary>
internal sealed record TrainOptions
{
    public required DataSource Source { get; init; }

    public required DataColumns Columns { get; init; }

    public required IReadOnlyList<RecurrentCell> Cells { get; init; }

    public required NetworkPlan Network { get; init; }

    public required FitOptions Fit { get; init; }

    /// <summary>Time steps of a window; sequences that are told apart by a column have none.</summary>
    public int? Window { get; init; }

    /// <summary>Whether a forecast is fitted from every step of a window.</summary>
    public bool EveryStep { get; init; }

    /// <summary>Rows from one fitted window to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Rows from one scored window to the next; null for the usual.</summary>
    public int? TestStride { get; init; }

    /// <summary>Rows of a season, or null where the data tells.</summary>
    public int? Season { get; init; }

    /// <summary>The share of the rows or sequences that is put aside for testing.</summary>
    public required double TestFraction { get; init; }

    /// <summary>The share of what is left that decides which epoch is kept.</summary>
    public required double ValidationFraction { get; init; }

    /// <summary>Whether rows are taken from what is fitted to decide when a fit ends, which of its epochs is kept, or how wide its quantiles are.</summary>
    public bool NeedsValidation => EndsByValidation || Network.Quantiles.Count > 0;

    /// <summary>Whether a fit is told how its network does on rows that it is not fitted on.</summary>
    public bool EndsByValidation => Fit.Patience is not null || Fit.SufficientLoss is not null;

    /// <summary>How many networks of successive seeds answer together.</summary>
    public int Ensemble { get; init; } = 1;

    /// <summary>Over how many steps gates start to remember; null for PyTorch's initial biases.</summary>
    public int? Chrono { get; init; }

    /// <summary>The same for a cell: one without gates has nothing to set.</summary>
    public int? ChronoOf(RecurrentCell cell) => cell.Gates > 0 ? Chrono : null;

    /// <summary>Threads of the fit; null for the usual number.</summary>
    public int? Threads { get; init; }

    /// <summary>The classes in the order of a model's probabilities; null where the data tells.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Whether classes are weighed by how seldom they are.</summary>
    public bool Balance { get; init; }

    /// <summary>Whether the network is fitted once more, on everything, before it is exported.</summary>
    public bool Refit { get; init; }

    /// <summary>The folder of checkpoints, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>The file to write, or the folder where there are several models; null for a name made from the data's.</summary>
    public string? Out { get; init; }

    /// <summary>Whether the file is exported without optional inputs.</summary>
    public bool Minimal { get; init; }

    /// <summary>The file that takes a report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The file of a cell's model.</summary>
    public string File(RecurrentCell cell) => Files.Model(cell);

    /// <summary>The checkpoint of a cell's model.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="member">Which network of an ensemble, from 1.</param>
    public string? Checkpoint(RecurrentCell cell, int member) => Files.Checkpoint(cell, Ensemble > 1 ? member : null);

    /// <summary>The files that the run writes.</summary>
    public ModelFiles Files => new(Source.Name, Cells.Count == 1, Out, CheckpointFolder);
}
