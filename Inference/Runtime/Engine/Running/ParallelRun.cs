using System.Runtime.ExceptionServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Work in pieces that several threads share. The calling thread also runs pieces, and never waits for a thread that has not started: a busy thread
/// pool slows the work down but cannot block it. Nothing is allocated.
/// </summary>
internal abstract class ParallelRun(ObjectPool<BlockRunner> runners) : IThreadPoolWorkItem
{
    // This bit of _helpers is set when no more threads may join; the other bits count those that have joined.
    private const int Closed = int.MinValue;

    private readonly object _leaving = new();
    private ExceptionDispatchInfo? _error;
    private long _pieces;
    private long _nextPiece;
    private int _helpers = Closed;
    private int _invitations;

    /// <summary>Runs all pieces and waits until they are done.</summary>
    /// <param name="pieces">The number of pieces.</param>
    /// <param name="workers">The maximum number of threads, including this one.</param>
    protected void RunPieces(long pieces, int workers)
    {
        _pieces = pieces;
        _nextPiece = 0;
        _error = null;
        var helpers = (int)Math.Min(workers, pieces) - 1;
        if (helpers > 0)
        {
            Volatile.Write(ref _helpers, 0);
            Invite(helpers);
        }

        TakePieces();
        if (helpers > 0 && Interlocked.Or(ref _helpers, Closed) != 0)
            WaitForHelpers();
        _error?.Throw();
    }

    /// <summary>Runs one piece. Called by several threads concurrently, each with its own runner.</summary>
    protected abstract void RunPiece(long piece, BlockRunner runner);

    /// <summary>
    /// Lets a thread of the pool help, unless the work is done. A late thread may help with a later run instead, which does no harm.
    /// </summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _invitations);
        int helpers;
        do
        {
            helpers = Volatile.Read(ref _helpers);
            if (helpers < 0)
                return;
        }
        while (Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers) != helpers);
        TakePieces();
        if (Interlocked.Decrement(ref _helpers) != Closed)
            return;
        lock (_leaving)
            Monitor.PulseAll(_leaving);
    }

    private void Invite(int helpers)
    {
        while (Volatile.Read(ref _invitations) < helpers)
        {
            Interlocked.Increment(ref _invitations);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // Pieces are of similar size, so helpers finish soon.
    private void WaitForHelpers()
    {
        var spin = default(SpinWait);
        while (!spin.NextSpinWillYield && Volatile.Read(ref _helpers) != Closed)
            spin.SpinOnce();
        lock (_leaving)
        {
            while (Volatile.Read(ref _helpers) != Closed)
                Monitor.Wait(_leaving);
        }
    }

    private void TakePieces()
    {
        var runner = runners.Rent();
        try
        {
            for (long piece; (piece = Interlocked.Increment(ref _nextPiece) - 1) < _pieces;)
                RunPiece(piece, runner);
        }
        catch (Exception exception)
        {
            // A thread of the pool must not throw: the caller rethrows when all have finished.
            _error ??= ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            runners.Return(runner);
        }
    }
}
