namespace MlNetRecurrent;

/// <summary>Scores segments of rows on the thread pool, and on the reader's own thread while it waits. Thread-safe.</summary>
/// <param name="helpers">How many threads of the pool score at the same time, 0 or more; the reader's thread comes on top.</param>
internal sealed class ScoringQueue(int helpers) : IThreadPoolWorkItem
{
    private readonly Queue<ReadAheadSegment> _waiting = new();
    private int _running;

    /// <summary>Puts a segment in the queue.</summary>
    public void Add(ReadAheadSegment segment)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(segment);
            if (_running >= helpers)
                return;
            _running++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Waits for a segment, and scores what waits in the queue meanwhile, oldest first.</summary>
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

    /// <summary>Drops what waits. Segments that are being scored are finished on their threads, and nobody looks at them any more.</summary>
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

    // Never throws: what goes wrong is kept for the rows that it concerns.
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
