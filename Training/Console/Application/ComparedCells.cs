namespace MlNetRecurrent.Console;

/// <summary>The cells that are taught and compared.</summary>
internal static class ComparedCells
{
    /// <summary>In the order in which they are taught.</summary>
    public static IReadOnlyList<RecurrentCell> All { get; } = [RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru];
}
