using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What the answers to stretches of rows are.</summary>
internal abstract class RowTargets : IDisposable
{
    /// <summary>How many rows behind a sequence are forecast; 0 for classes.</summary>
    public virtual int Horizon => 0;

    /// <summary>The answers to sequences.</summary>
    /// <param name="rows">The table, [rows, features].</param>
    /// <param name="starts">The first row of each sequence, [batch].</param>
    /// <param name="lengths">The rows of each, [batch], or null where each has <paramref name="time"/>.</param>
    /// <param name="time">The rows of the longest.</param>
    /// <param name="sequences">Which sequences these are, [batch]; null for all.</param>
    public abstract Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>The rows that follow: [batch, horizon, targets]; the targets are the first features.</summary>
    public static RowTargets CreateFollowing(int horizon, int targets) => new FollowingRows(horizon, targets);

    /// <summary>The rows that follow each row: [batch, time, horizon, targets].</summary>
    public static RowTargets CreateFollowingEachStep(int horizon, int targets) => new RowsAfterEach(horizon, targets);

    /// <summary>One answer for each sequence, as they are given: classes [sequences], or forecasts [sequences, horizon, targets].</summary>
    public static RowTargets CreatePerSequence(Tensor targets) => new GivenTargets(targets);

    /// <summary>One class for each row: [batch, time].</summary>
    public static RowTargets CreatePerRow(Tensor classes) => new RowClasses(classes);

    private sealed class FollowingRows(int horizon, int targets) : RowTargets
    {
        public override int Horizon => horizon;

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences) =>
            RowSource.Gather(rows.narrow(1, 0, targets), starts + time, arange(horizon).unsqueeze(0));
    }

    private sealed class RowsAfterEach(int horizon, int targets) : RowTargets
    {
        public override int Horizon => horizon;

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences)
        {
            var steps = arange(1, time + 1).unsqueeze(1) + arange(horizon).unsqueeze(0);
            return RowSource.Gather(rows.narrow(1, 0, targets), starts, steps.reshape(1, -1)).view(starts.shape[0], time, horizon, targets);
        }
    }

    private sealed class GivenTargets : RowTargets
    {
        private readonly Tensor _answers;

        public GivenTargets(Tensor answers) => _answers = answers.alias().DetachFromDisposeScope();

        public override Tensor Gather(Tensor rows, Tensor starts, Tensor? lengths, long time, Tensor? sequences) =>
            sequences is null ? _answers.alias() : _answers.index_select(0, sequences);

        public override void Dispose()
        {
            _answers.Dispose();
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
