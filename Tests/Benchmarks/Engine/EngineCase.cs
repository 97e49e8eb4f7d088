using MlNetRecurrent.Training;

namespace MlNetRecurrent.Benchmarks;

/// <summary>A network of one layer with a linear head, exported by <see cref="OnnxExporter"/>.</summary>
internal sealed record EngineCase(RecurrentCell Cell, int Time, int Features, int Hidden)
{
    private static readonly (int Time, int Features, int Hidden)[] Sizes = [(20, 1, 50), (48, 8, 128), (200, 4, 256)];

    public static IEnumerable<EngineCase> All =>
        from cell in new[] { RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru }
        from size in Sizes
        select new EngineCase(cell, size.Time, size.Features, size.Hidden);

    public string Name => $"{Cell.Name} T={Time} F={Features} H={Hidden}";

    /// <summary>The floating-point operations for one sequence: a multiplication and an addition for each weight of the layer at each step.</summary>
    public double Operations => 2.0 * Time * Cell.Blocks.Count * Hidden * (Features + Hidden);

    /// <summary>Exports the network with random weights; returns the bytes of the file.</summary>
    public byte[] Export()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(Cell, Features, Hidden));
        return OnnxExporter.Export(network).Bytes.ToArray();
    }

    /// <summary>Creates random values: [sequence, time, features].</summary>
    public float[] Sequences(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count * Time * Features).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
