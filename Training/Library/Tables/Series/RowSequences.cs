using System.Collections;

namespace MlNetRecurrent.Training;

/// <summary>
/// A list of sequences. Equally spaced ones, such as the windows of a series, are stored as one run, so that millions of them need no memory.
/// </summary>
internal sealed class RowSequences : IReadOnlyList<RowSequence>
{
    private readonly List<Run> _runs = [];

    /// <summary>Creates a list.</summary>
    public RowSequences(IEnumerable<RowSequence> sequences)
    {
        foreach (var sequence in sequences)
            Add(sequence);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>The number of rows that all sequences have; null if their numbers differ.</summary>
    public int? CommonLength => _runs.Count > 0 && _runs.TrueForAll(run => run.First.Length == _runs[0].First.Length) ? _runs[0].First.Length : null;

    /// <inheritdoc/>
    public RowSequence this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var run = RunSearch.Find(_runs, index, static run => run.Index);
            return run.GetSequence(index - run.Index);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<RowSequence> GetEnumerator()
    {
        foreach (var run in _runs)
        {
            for (var index = 0; index < run.Count; index++)
                yield return run.GetSequence(index);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(RowSequence sequence)
    {
        Count++;
        if (_runs.Count == 0 || !_runs[^1].TryAppend(sequence))
            _runs.Add(new Run(sequence, Count - 1));
    }

    private sealed class Run(RowSequence first, int index)
    {
        private int _step;

        public RowSequence First => first;

        public int Index => index;

        public int Count { get; private set; } = 1;

        public RowSequence GetSequence(int position) => first with { Start = first.Start + (position * _step) };

        public bool TryAppend(RowSequence sequence)
        {
            var step = sequence.Start - first.Start - ((Count - 1) * _step);
            if (Count > 1 && step != _step)
                return false;
            if (sequence.Length != first.Length || !ReferenceEquals(sequence.Segment, first.Segment)
                || sequence.ContextBefore != first.ContextBefore || sequence.ContextAfter != first.ContextAfter)
                return false;
            (_step, Count) = (step, Count + 1);
            return true;
        }
    }
}
