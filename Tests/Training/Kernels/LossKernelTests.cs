using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares losses with formulas in double precision, and their gradients with finite differences of these.</summary>
public sealed unsafe class LossKernelTests : IDisposable
{
    private const double Step = 1e-6;

    private readonly int? _threads = WorkTeam.Threads;

    public static TheoryData<int, int> Cases =>
        [.. from width in KernelWidths.All from seed in Enumerable.Range(1, 25) select (width.Floats, seed)];

    public void Dispose() => WorkTeam.Threads = _threads;

    [Theory, MemberData(nameof(Cases))]
    public void Differences_RandomSizes_MatchFormulas(int floats, int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, random.Next(3) == 0 ? 40_000 : 100);
        var delta = 0.2f + random.NextSingle();
        var (scores, targets) = (new GuardedValues(count, () => 4 * random.NextSingle()), new GuardedValues(count, () => 4 * random.NextSingle()));
        foreach (var loss in Enum.GetValues<DifferenceLoss>())
        {
            var kernel = new DifferenceLossKernel(LossMath.Create(KernelWidths.Parse(floats)), loss, delta, targets.Pointer, count);
            Check(kernel, scores, index => [index], (_, value) => Formula(loss, value[0].Score - targets[value[0].Index], delta), count, count);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Pinball_RandomSizes_MatchesFormula(int floats, int seed)
    {
        Assert.NotEqual(0, floats);
        var random = new Random(seed);
        var rows = random.Next(1, random.Next(3) == 0 ? 9_000 : 40);
        float[] levels = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.NextSingle())];
        var size = levels.Length;
        var (scores, targets) = (new GuardedValues(rows * size, random.NextSingle), new GuardedValues(rows, random.NextSingle));

        Check(
            new PinballLossKernel(levels, targets.Pointer, rows),
            scores,
            index => [index],
            (_, value) =>
            {
                var (error, level) = (targets[value[0].Index / size] - value[0].Score, levels[value[0].Index % size]);
                return Math.Max(level * error, (level - 1.0) * error);
            },
            rows * size,
            rows * size);
    }

    [Theory, MemberData(nameof(Cases))]
    public void CrossEntropy_RandomSizes_MatchesFormula(int floats, int seed)
    {
        var random = new Random(seed);
        var (rows, classes) = (random.Next(1, random.Next(3) == 0 ? 1_000 : 20), random.Next(1, random.Next(3) == 0 ? 300 : 40));
        var range = random.Next(2) == 0 ? 3f : 60f;
        var ignored = classes == 1 || random.Next(2) == 0 ? -100L : random.Next(classes);
        var scores = new GuardedValues(rows * classes, () => range * random.NextSingle());
        var weights = random.Next(2) == 0 ? null : new GuardedValues(classes, () => 0.1f + random.NextSingle());
        long[] targets = [.. Enumerable.Range(0, rows).Select(row => row > 0 && random.Next(4) == 0 ? ignored : random.Next(classes))];
        targets[0] = ignored == 0 ? 1 : 0;
        fixed (long* pointer = targets)
        {
            var kernel = new CrossEntropyKernel(
                LossMath.Create(KernelWidths.Parse(floats)), pointer, rows, classes, weights is null ? null : weights.Pointer, ignored);

            Check(
                kernel,
                scores,
                index => Enumerable.Range(index / classes * classes, classes),
                (row, values) =>
                {
                    var target = targets[row / classes];
                    if (target == ignored)
                        return 0;
                    var max = values.Max(value => value.Score);
                    var log = Math.Log(values.Sum(value => Math.Exp(value.Score - max))) + max;
                    return Weight(target) * (log - values[(int)target].Score);
                },
                rows,
                targets.Where(target => target != ignored).Sum(Weight));
        }

        double Weight(long target) => weights?[(int)target] ?? 1;
    }

    [Fact]
    public void CrossEntropy_OnlyIgnoredRows_IsNaNWithGradientZero()
    {
        var (scores, gradient) = (new GuardedValues(6, () => 1), new GuardedValues(6));
        fixed (long* targets = new long[] { -100, -100 })
        {
            var kernel = new CrossEntropyKernel(LossMath.Widest, targets, 2, 3, null, -100);

            Assert.Equal(double.NaN, kernel.Run(scores.Pointer, gradient.Pointer));
        }

        Assert.All(gradient.ToArray(), value => Assert.Equal(0, value));
    }

    [Theory, InlineData(-1), InlineData(3)]
    public void CrossEntropy_ClassOutOfRange_Throws(long target)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            fixed (long* targets = new[] { 0, target })
                _ = new CrossEntropyKernel(LossMath.Widest, targets, 2, 3, null, -100);
        });

        Assert.StartsWith(
            $"Row 1 has class {target}, expected 0 to 2, or -100 for a row that does not count.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnyNumberOfThreads_SameBits()
    {
        var random = new Random(1);
        const int Rows = 5_000;
        const int Classes = 33;
        var (scores, values) = (new GuardedValues(Rows * Classes, random.NextSingle), new GuardedValues(Rows * Classes, random.NextSingle));
        fixed (long* targets = Enumerable.Range(0, Rows).Select(row => (long)(row % Classes)).ToArray())
        {
            var pointer = targets;
            var expected = Run(1);

            foreach (var threads in new[] { 2, 3, 7 })
                Assert.Equal(expected, Run(threads));

            float[] Run(int threads)
            {
                WorkTeam.Threads = threads;
                LossKernel[] kernels =
                [
                    new DifferenceLossKernel(LossMath.Widest, DifferenceLoss.Huber, 0.5f, values.Pointer, Rows * Classes),
                    new PinballLossKernel([.. Enumerable.Range(1, Classes).Select(level => level / (Classes + 1f))], values.Pointer, Rows),
                    new CrossEntropyKernel(LossMath.Widest, pointer, Rows, Classes, values.Pointer, 5),
                ];
                var gradient = new GuardedValues(Rows * Classes);
                return [.. kernels.SelectMany(kernel => new[] { (float)kernel.Run(scores.Pointer, gradient.Pointer) }.Concat(gradient.ToArray()))];
            }
        }
    }

    private static double Formula(DifferenceLoss loss, double difference, double delta) => loss switch
    {
        DifferenceLoss.Squared => difference * difference,
        DifferenceLoss.Absolute => Math.Abs(difference),
        _ => Math.Abs(difference) <= delta ? difference * difference / 2 : delta * (Math.Abs(difference) - (delta / 2)),
    };

    // Terms of the loss are functions of groups of scores. Some of the gradients are compared with finite differences.
    private static void Check(
        LossKernel kernel,
        GuardedValues scores,
        Func<int, IEnumerable<int>> group,
        Func<int, (int Index, double Score)[], double> term,
        int terms,
        double weight)
    {
        var gradient = new GuardedValues(scores.Count);
        var size = scores.Count / terms;
        var expected = Enumerable.Range(0, terms).Sum(index => Term(index * size, -1, 0)) / weight;

        Assert.Equal(expected, kernel.Run(scores.Pointer, gradient.Pointer), 2e-6 * Math.Max(1, Math.Abs(expected)));
        Assert.Equal(expected, kernel.Run(scores.Pointer, null), 2e-6 * Math.Max(1, Math.Abs(expected)));
        gradient.AssertGuards();
        var inPlace = new GuardedValues(scores.Count);
        scores.ToArray().CopyTo(new Span<float>(inPlace.Pointer, inPlace.Count));
        Assert.Equal(kernel.Run(scores.Pointer, gradient.Pointer), kernel.Run(inPlace.Pointer, inPlace.Pointer));
        Assert.Equal(gradient.ToArray(), inPlace.ToArray());
        for (var index = 0; index < scores.Count; index += Math.Max(1, scores.Count / 200))
        {
            var slope = (Term(index, index, Step) - Term(index, index, -Step)) / (2 * Step);
            Assert.True(Math.Abs((gradient[index] * weight) - slope) <= 1e-4, $"[{index}]: expected {slope}, got {gradient[index] * weight}");
        }

        double Term(int first, int changed, double step)
        {
            var values = group(first).Select(index => (index, scores[index] + (index == changed ? step : 0))).ToArray();
            return term(values[0].index, values);
        }
    }
}
