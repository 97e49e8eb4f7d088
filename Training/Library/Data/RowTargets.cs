using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Provides the targets of sequences that are ranges of rows.</summary>
internal abstract class RowTargets : IDisposable
{
    /// <summary>The number of rows after a sequence that are forecast; 0 for classes.</summary>
    public virtual int Horizon => 0;

    /// <summary>Gathers the targets of sequences.</summary>
    /// <param name="rows">The rows of the table, [rows, features].</param>
    /// <param name="starts">The first row of each sequence, [batch].</param>
    /// <param name="lengths">The number of rows of each sequence, [batch], or null if each has <paramref name="time"/>.</param>
    /// <param name="time">The number of rows of the longest sequence.</param>
    /// <param name="sequences">The indices of the sequences, [batch]; null for all.</param>
    public abstract Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Creates targets that are the rows after each sequence: [batch, horizon, targets].</summary>
    /// <param name="horizon">The number of rows.</param>
    /// <param name="targets">The features that are the targets.</param>
    public static RowTargets CreateFollowing(int horizon, IReadOnlyList<int> targets) => new FollowingRows(horizon, [.. targets]);

    /// <summary>Creates targets that are the rows after each row: [batch, time, horizon, targets].</summary>
    /// <param name="horizon">The number of rows.</param>
    /// <param name="targets">The features that are the targets.</param>
    public static RowTargets CreateFollowingEachStep(int horizon, IReadOnlyList<int> targets) => new RowsAfterEach(horizon, [.. targets]);

    // [rows, targets]: a view if the targets are the first features.
    private static Tensor Select(Tensor rows, int[] targets) => targets.SequenceEqual(Enumerable.Range(0, targets.Length))
        ? rows.narrow(1, 0, targets.Length)
        : rows.index_select(1, tensor([.. targets.Select(target => (long)target)]));

    /// <summary>Creates one given target per sequence: classes [sequences], or values to forecast [sequences, horizon, targets].</summary>
    public static RowTargets CreatePerSequence(Tensor targets) => new GivenTargets(targets);

    /// <summary>Creates targets that are one class per row: [batch, time].</summary>
    public static RowTargets CreatePerRow(Tensor classes) => new RowClasses(classes);

    private sealed class FollowingRows(int horizon, int[] targets) : RowTargets
    {
        public override int Horizon => horizon;

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences) =>
            RowSource.Gather(Select(rows, targets), lengths is null ? starts + time : starts + lengths, arange(horizon).unsqueeze(0));
    }

    private sealed class RowsAfterEach(int horizon, int[] targets) : RowTargets
    {
        public override int Horizon => horizon;

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences)
        {
            var steps = arange(1, time + 1).unsqueeze(1) + arange(horizon).unsqueeze(0);
            var following = RowSource.Gather(Select(rows, targets), starts, steps.reshape(1, -1));
            return following.view(starts.shape[0], time, horizon, targets.Length);
        }
    }

    private sealed class GivenTargets : RowTargets
    {
        private readonly Tensor _targets;

        public GivenTargets(Tensor targets) => _targets = targets.alias().DetachFromDisposeScope();

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences) =>
            sequences is null ? _targets.alias() : _targets.index_select(0, sequences);

        public override void Dispose()
        {
            _targets.Dispose();
            base.Dispose();
        }
    }

    private sealed class RowClasses : RowTargets
    {
        private readonly Tensor _classes;

        public RowClasses(Tensor classes) => _classes = classes.alias().DetachFromDisposeScope();

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences)
        {
            var steps = arange(time).unsqueeze(0);
            if (lengths is null)
                return RowSource.Gather(_classes.unsqueeze(1), starts, steps).squeeze(2);
            var ends = lengths.unsqueeze(1);
            var classes = RowSource.Gather(_classes.unsqueeze(1), starts, minimum(steps, ends - 1)).squeeze(2);
            return classes.masked_fill(steps >= ends, TrainingBatch.IgnoredClass);
        }

        public override void Dispose()
        {
            _classes.Dispose();
            base.Dispose();
        }
    }
}
