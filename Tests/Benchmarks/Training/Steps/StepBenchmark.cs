using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Whole training steps of our fused layers and optimizer against <c>torch.nn</c> and <c>torch.optim</c> in one process: forward pass, loss, backward
/// pass and Adam. Each side counts with its best program and number of threads.
/// </summary>
internal static class StepBenchmark
{
    private const double DefaultSeconds = 6;
    private const int MinRounds = 12;
    private const int CheckedSteps = 3;
    private const int PeakTries = 5;

    private static readonly int[] Threads = Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];

    public static IEnumerable<BenchmarkCase> Run(IEnumerable<StepCase> cases, BenchmarkOptions options)
    {
        // For both sides: otherwise LibTorch maps and unmaps its large tensors in every step.
        var keeps = NativeHeap.KeepFreedMemory();
        var peaks = Threads.ToDictionary(threads => threads, threads => Enumerable.Range(0, PeakTries).Max(_ => ProcessorPeak.Measure(threads)));
        var peak = string.Join(", ", peaks.Select(peak => FormattableString.Invariant($"{peak.Value / 1e9:0} with {peak.Key}")));
        options.Output.WriteLine(
            $"Peak in GFLOP/s by threads: {peak}. Peer: {GetPeerSettings()}. Freed native memory is {(keeps ? "" : "not ")}kept, on both sides.");
        options.Output.WriteLine(StepTable.Heading);
        foreach (var step in cases)
        {
            foreach (var threads in Threads)
                peaks[threads] = Math.Max(peaks[threads], ProcessorPeak.Measure(threads));
            yield return Measure(step, options.Seconds ?? DefaultSeconds, peaks);
        }
    }

    private static BenchmarkCase Measure(StepCase step, double seconds, Dictionary<int, double> peaks)
    {
        manual_seed(2);
        using var inputs = randn(step.Batch, step.Time, step.Features);
        using var targets = randn(step.Batch, 1);
        using var ours = new FusedStep(step, inputs, targets);
        using var output = new TorchStep(step, inputs, targets, readsFinalState: false);
        using var final = new TorchStep(step, inputs, targets, readsFinalState: true);
        for (var index = 0; index < CheckedSteps; index++)
            CheckLosses(step, output.Run(), final.Run(), ours.Run());

        Contestant[] fused = [.. Threads.Select(threads => new Contestant("fused", threads, () => ours.Run(), isFused: true))];
        Contestant[] peers =
        [
            .. Threads.Select(threads => new Contestant("last output", threads, () => output.Run())),
            .. Threads.Select(threads => new Contestant("final state", threads, () => final.Run())),
        ];
        RoundRobin.Measure([.. fused, .. peers], seconds, MinRounds);
        return StepTable.CreateCase(step, fused, peers, peaks);
    }

    // All programs start with the same weights: a step that computes something else would be no competitor.
    private static void CheckLosses(StepCase step, params float[] losses)
    {
        if (losses.Max() - losses.Min() > 1e-3f * losses.Max())
            throw new InvalidOperationException($"{step.Name}: the losses differ: {string.Join(", ", losses)}.");
    }

    private static string GetPeerSettings()
    {
        string[] names = ["ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_ENABLE_INSTRUCTIONS"];
        var settings = names.Select(name => (name, value: Environment.GetEnvironmentVariable(name))).Where(setting => setting.value is not null);
        return $"LibTorch {__version__} {string.Join(", ", settings.Select(setting => $"{setting.name}={setting.value}"))}".TrimEnd();
    }
}
