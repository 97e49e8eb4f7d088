using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class SequenceAugmentationTests
{
    [Fact]
    public void AugmentValues_Noise_HasTheSpecifiedStandardDeviation()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);

        var noisy = new SequenceAugmentation(new FitOptions { InputNoise = 0.3 }).AugmentValues(ones(100, 50, 4));

        Assert.Equal(1, noisy.mean().item<float>(), 0.01f);
        Assert.Equal(0.3f, noisy.std().item<float>(), 0.01f);
    }

    [Fact]
    public void AugmentValues_Mask_ClearsOneSpanOfEverySequence()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);

        var masked = new SequenceAugmentation(new FitOptions { MaxTimeMaskFraction = 0.4 }).AugmentValues(ones(200, 10, 2));

        var lengths = new HashSet<int>();
        for (var row = 0; row < 200; row++)
        {
            var blank = Enumerable.Range(0, 10).Where(step => masked[row, step, 0].item<float>() == 0).ToList();
            Assert.Equal(blank, Enumerable.Range(0, 10).Where(step => masked[row, step, 1].item<float>() == 0));
            if (blank.Count > 0)
                Assert.Equal(Enumerable.Range(blank[0], blank.Count), blank);
            lengths.Add(blank.Count);
        }

        Assert.Equal([0, 1, 2, 3, 4], lengths.Order());
    }

    [Fact]
    public void Stretch_Line_StaysALineBetweenItsEnds()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var line = arange(20, dtype: ScalarType.Float32).reshape(1, 20, 1).expand(50, 20, 1);
        var batch = new TrainingBatch(line, zeros(50, dtype: ScalarType.Int64), Lengths: full([50], 11, dtype: ScalarType.Int64));

        var stretched = new SequenceAugmentation(new FitOptions { MaxTimeStretch = 0.3 }).Stretch(batch);

        var lengths = stretched.Lengths!.data<long>().ToArray();
        Assert.Equal([8, 9, 10, 11, 12, 13, 14], lengths.Distinct().Order());
        for (var row = 0; row < 50; row++)
        {
            for (var step = 0; step < lengths[row]; step++)
                Assert.Equal(step * 10f / (lengths[row] - 1), stretched.Inputs[row, step, 0].item<float>(), 1e-5f);
        }
    }

    [Fact]
    public void Shift_Grid_MovesByAtMostMaxShiftAndPadsWithZeros()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        // The value at step t and feature f is 10 t + f + 1.
        var grid = 1 + (10 * arange(4, dtype: ScalarType.Float32).reshape(1, 4, 1)) + arange(3, dtype: ScalarType.Float32).reshape(1, 1, 3);
        var batch = new TrainingBatch(grid.expand(200, 4, 3), zeros(200, dtype: ScalarType.Int64));

        var moved = new SequenceAugmentation(new FitOptions { MaxShift = 1 }).Shift(batch).Inputs;

        var shifts = new HashSet<(int, int)>();
        for (var row = 0; row < 200; row++)
        {
            var match = Enumerable.Range(-1, 3).SelectMany(steps => Enumerable.Range(-1, 3).Select(features => (Steps: steps, Features: features)))
                .Single(shift => Enumerable.Range(0, 12).All(index =>
                    moved[row, index / 3, index % 3].item<float>() == GetValue((index / 3) + shift.Steps, (index % 3) + shift.Features)));
            shifts.Add(match);
        }

        Assert.Equal(9, shifts.Count);

        static float GetValue(int step, int feature) => step is < 0 or > 3 || feature is < 0 or > 2 ? 0 : (10 * step) + feature + 1;
    }

    [Fact]
    public void Shuffle_RaggedSequences_BatchesSimilarLengthsOnce()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        long[] lengths = [.. Enumerable.Range(0, 40).Select(index => (index * 7L % 10) + 1)];
        long[] starts = [.. lengths.Select((_, index) => lengths.Take(index).Sum())];
        using var rows = zeros(lengths.Sum(), 1);
        using var data = new SequenceData(new RowSource(rows, null, starts, lengths,
            RowTargets.CreatePerSequence(zeros(40, dtype: ScalarType.Int64))));

        var batches = BatchOrder.Shuffle(data, 8).Select(batch => batch!.data<long>().ToArray()).ToList();

        Assert.Equal(Enumerable.Range(0, 40).Select(index => (long)index), batches.SelectMany(batch => batch).Order());
        // Four of each length and eight in a batch: two lengths in each.
        Assert.All(batches, batch => Assert.InRange(batch.Max(index => lengths[index]) - batch.Min(index => lengths[index]), 0, 1));
        Assert.NotEqual(batches.Select(batch => lengths[batch[0]]).Order(), batches.Select(batch => lengths[batch[0]]));
    }
}
