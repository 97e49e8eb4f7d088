namespace MlNetRecurrent;

/// <summary>Scores segments of rows on the thread pool, and on the reading thread while it waits. Thread-safe.</summary>
/// <param name="poolWorkers">The maximum number of pool threads that score at the same time, 0 or more, in addition to the reading thread.</param>
internal sealed class ScoringQueue(int poolWorkers) : IThreadPoolWorkItem
{
    private readonly Queue<ReadAheadSegment> _waiting = new();
    private int _running;

    /// <summary>Adds a segment to the queue.</summary>
    public void Add(ReadAheadSegment segment)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(segment);
            if (_running >= poolWorkers)
                return;
            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits until a segment is scored, and meanwhile scores queued segments, oldest first.</summary>
    public void WaitFor(ReadAheadSegment segment)
    {
        while (true)
        {
            ReadAheadSegment next;
            lock (_waiting)
            {
                while (!segment.IsScored && _waiting.Count == 0)
                    Monitor.Wait(_waiting);
                if (segment.IsScored)
                    return;
                next = _waiting.Dequeue();
            }

            Score(next);
        }
    }

    /// <summary>Removes all segments from the queue. Scoring in progress completes on its threads, and its results are discarded.</summary>
    public void Cancel()
    {
        lock (_waiting)
            _waiting.Clear();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            ReadAheadSegment? next;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _running--;
                    return;
                }
            }

            Score(next);
        }
    }

    // Never throws: exceptions are stored with the rows that they concern.
    private void Score(ReadAheadSegment segment)
    {
        segment.Outputs.Score();
        lock (_waiting)
        {
            segment.IsScored = true;
            Monitor.PulseAll(_waiting);
        }
    }
}
