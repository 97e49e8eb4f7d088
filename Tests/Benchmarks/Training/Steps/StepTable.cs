using System.Globalization;
using System.Text;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The table of training steps.</summary>
internal static class StepTable
{
    // Negative for columns that are aligned to the left.
    private static readonly int[] Widths = [-28, 11, 9, 10, 3, -25, 7, 10, 11, 9, 9];

    /// <summary>The heading of the columns.</summary>
    public static string Heading { get; } = Format(
        "case", "ours us", "threads", "peer us", "", "best program of torch.nn", "ratio", "to reach", "processor", "GFLOP/s", "of peak");

    /// <summary>Compares the fastest of ours with the fastest of the peers.</summary>
    public static BenchmarkCase CreateCase(
        StepCase step, IReadOnlyList<Contestant> ours, IReadOnlyList<Contestant> peers, IReadOnlyDictionary<int, double> peaks)
    {
        var (best, peer) = (ours.MinBy(side => side.Wall)!, peers.MinBy(side => side.Wall)!);
        var (ratio, rate) = (peer.Wall / best.Wall, step.Operations / best.Wall);
        var share = rate / peaks[best.Threads];
        // Each side with the program and threads that need the least processor time, which are not always the fastest.
        var processor = peers.Min(side => side.Processor) / ours.Min(side => side.Processor);
        return BenchmarkCase.FromTimes(
            step.Name, best.Wall * 1e6, "us", [.. peers.Select(side => (side.Name, side.Wall * 1e6))]) with
        {
            Gigaflops = rate / 1e9,
            PeakShare = share,
            ProcessorRatio = processor,
            TargetRatio = step.Target,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join("; ", ours.Select(side => $"{side.Name} {side.Wall * 1e6:0.#} us"))}; {best.Rounds} rounds"),
            Line = Format(
                step.Name,
                Invariant($"{best.Wall * 1e6:#,0}"),
                Invariant($"{best.Threads}"),
                Invariant($"{peer.Wall * 1e6:#,0}"),
                "",
                peer.Name,
                Invariant($"{ratio:0.00}"),
                Invariant($"{step.Target:0.0}"),
                Invariant($"{processor:0.00}"),
                Invariant($"{rate / 1e9:0.0}"),
                Invariant($"{100 * share:0} %")),
        };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Format(params ReadOnlySpan<string> cells)
    {
        var line = new StringBuilder();
        for (var column = 0; column < cells.Length; column++)
            line.Append(Widths[column] < 0 ? cells[column].PadRight(-Widths[column]) : cells[column].PadLeft(Widths[column]));
        return line.ToString();
    }
}
