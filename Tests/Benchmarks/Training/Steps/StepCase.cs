using System.Globalization;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The sizes of a training step: a recurrent layer with a linear head on its final hidden state.</summary>
/// <param name="Cell">The cell of the layer.</param>
/// <param name="Batch">The number of sequences.</param>
/// <param name="Time">The number of time steps.</param>
/// <param name="Features">The number of values per time step.</param>
/// <param name="Hidden">The number of units.</param>
/// <param name="Target">The ratio of wall times to reach.</param>
internal sealed record StepCase(RecurrentCell Cell, int Batch, int Time, int Features, int Hidden, double Target)
{
    private static readonly (int Batch, int Time, int Features, int Hidden)[] Sizes =
        [(64, 20, 1, 50), (980, 20, 1, 50), (64, 48, 8, 128), (32, 200, 4, 256), (16, 100, 1, 32)];

    private static readonly (RecurrentCell Cell, double[] Targets)[] Cells =
    [
        (RecurrentCell.Lstm, [2.5, 2.3, 1.5, 1.2, 2.8]),
        (RecurrentCell.Gru, [5, 2.8, 2.5, 2.2, 20]),
        (RecurrentCell.Rnn, [4.5, 2.8, 2.6, 2.6, 15]),
    ];

    /// <summary>Every cell with every size.</summary>
    public static IEnumerable<StepCase> All =>
        from cell in Cells
        from size in Sizes.Zip(cell.Targets)
        select new StepCase(cell.Cell, size.First.Batch, size.First.Time, size.First.Features, size.First.Hidden, size.Second);

    public string Name => $"{Cell.Name} B={Batch} T={Time} F={Features} H={Hidden}";

    /// <summary>The name on the command line: the cell, and batch x time x features x hidden.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Cell.Name},{Batch}x{Time}x{Features}x{Hidden}");

    /// <summary>
    /// The floating-point operations of the layer in one step: those of the forward pass, of the gradients of the hidden states, and of the gradients
    /// of the weights. The gradient of the input is not computed.
    /// </summary>
    public double Operations
    {
        get
        {
            double rows = Cell.Blocks.Count * Hidden;
            var pass = 2.0 * Batch * Time * rows * (Features + Hidden);
            return (2 * pass) + (2.0 * Batch * (Time - 1) * rows * Hidden);
        }
    }
}
