using System.Diagnostics;
using MlNetRecurrent.EndToEnd;
using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// The set <c>language</c>: language models of the console's sizes on the beginning of Pride and Prejudice, in turns with a plain TorchSharp loop
/// over the same characters, which neither drops nor averages weights.
/// </summary>
internal static class LanguageBenchmark
{
    private const double DefaultSeconds = 60;
    private const double RoundSeconds = 2.5;
    private const int Streams = 32;
    private const int Segments = 10;

    private static readonly FitOptions Options = new LanguageTrainerOptions().Fit;

    /// <summary>The names for <c>--case</c>.</summary>
    public static IReadOnlyList<string> Cases { get; } = [RecurrentCell.Lstm.Name, RecurrentCell.Gru.Name, RecurrentCell.Rnn.Name];

    /// <summary>Runs one case for each cell; the results are characters per second.</summary>
    public static IEnumerable<BenchmarkCase> Run(BenchmarkOptions options)
    {
        NativeHeap.KeepFreedMemory();
        var file = Repository.GetPath("Training", "Console", "Samples", "pride.txt");
        var text = TokenizedText.Tokenize(File.ReadAllText(file), TokenUnit.Characters, maxCount: null, count => count, file);
        var characters = Streams * Segments * Options.TruncatedBpttSteps!.Value;
        using var data = SequenceData.FromTokens(text.Tokens.AsSpan(0, characters + 1), Streams);
        foreach (var cell in Cases.Where(name => options.Includes(name)).Select(RecurrentCell.Parse))
            yield return Measure(cell, new LanguageSizes(text.Vocabulary.Count), data, options.Seconds ?? DefaultSeconds);
    }

    private static BenchmarkCase Measure(RecurrentCell cell, LanguageSizes sizes, SequenceData data, double seconds)
    {
        var limited = Options with { Epochs = int.MaxValue, TimeLimit = TimeSpan.FromSeconds(RoundSeconds) };
        var (ours, torch) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (var threads = 1; threads <= Environment.ProcessorCount; threads += Math.Max(1, Environment.ProcessorCount - 1))
            {
                set_num_threads(threads);
                Add(ours, threads, () => Fit(cell, sizes, data, limited));
                Add(torch, threads, () => TorchLanguageFit.Run(cell, sizes, data, limited));
            }
        }

        var (best, peer) = (ours.MaxBy(side => side.Value), torch.MaxBy(side => side.Value));
        var characters = data.Inputs.numel();
        return BenchmarkCase.FromRates(
            $"{cell.Name} H={sizes.Hidden} text", best.Value * characters, "characters/s", ("torchsharp", peer.Value * characters)) with
        {
            Note = $"threads: ours {best.Key}, torchsharp {peer.Key}",
        };
    }

    // Keeps the best rate of a number of threads, in epochs per second of wall time.
    private static void Add(Dictionary<int, double> rates, int threads, Func<double> countEpochs)
    {
        var start = Stopwatch.GetTimestamp();
        var epochs = countEpochs();
        rates[threads] = Math.Max(rates.GetValueOrDefault(threads), epochs / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static double Fit(RecurrentCell cell, LanguageSizes sizes, SequenceData data, FitOptions options)
    {
        var description = NetworkDescription.CreateLanguageModel(cell, sizes.Vocabulary, sizes.Embedding, sizes.Hidden) with
        {
            Regularization = new RegularizationDescription { HeadDropout = sizes.Dropout, RecurrentDropout = sizes.Dropout },
        };
        using var network = RecurrentNetwork.Create(description);
        return NetworkFitter.Fit(network, data, options).CompletedEpochs!.Value;
    }
}
