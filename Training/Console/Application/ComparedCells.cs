namespace MlNetRecurrent.Console;

/// <summary>The cells that the console trains and compares.</summary>
internal static class ComparedCells
{
    /// <summary>All cells, in training order.</summary>
    public static IReadOnlyList<RecurrentCell> All { get; } = [RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru];
}
