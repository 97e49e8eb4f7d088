using System.Runtime.ExceptionServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Work in pieces that several threads share. The calling thread also runs pieces, and never waits for a thread that has not started: a busy thread
/// pool slows the work down but cannot block it. Nothing is allocated.
/// </summary>
/// <remarks>
/// The caller's buffers stay pinned only until the call returns, so no exception may leave it while another thread still runs a piece. A thread of
/// the pool must not throw at all: that would end the process.
/// </remarks>
internal abstract class ParallelRun(ObjectPool<BlockRunner> runners) : IThreadPoolWorkItem
{
    // This bit of _helpers is set when no more threads may join; the other bits count those that have joined.
    private const int Closed = int.MinValue;

    // A helper that runs out of memory when it leaves cannot wake the caller, which therefore looks for itself.
    private static readonly TimeSpan WaitInterval = TimeSpan.FromMilliseconds(10);

    private readonly object _leaving = new();
    private Exception? _error;
    private long _pieces;
    private long _nextPiece;
    private int _helpers = Closed;
    private int _invitations;

    /// <summary>Rents a runner with all the memory that <see cref="Prepare"/> reserves.</summary>
    protected BlockRunner Rent()
    {
        var runner = runners.Rent();
        try
        {
            Prepare(runner);
            return runner;
        }
        catch
        {
            runners.Return(runner);
            throw;
        }
    }

    /// <summary>Returns a rented runner.</summary>
    protected void Return(BlockRunner runner) => runners.Return(runner);

    /// <summary>Runs all pieces and waits until they are done.</summary>
    /// <param name="pieces">The number of pieces.</param>
    /// <param name="workers">The maximum number of threads, including this one.</param>
    /// <param name="runner">The runner of this thread.</param>
    protected void RunPieces(long pieces, int workers, BlockRunner runner)
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

        TakePieces(runner);
        if (helpers > 0 && Interlocked.Or(ref _helpers, Closed) != 0)
            WaitForHelpers();
        if (_error is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Reserves memory of a runner before it runs the first piece.</summary>
    protected virtual void Prepare(BlockRunner runner)
    {
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
        Help();
        if (Interlocked.Decrement(ref _helpers) != Closed)
            return;
        try
        {
            lock (_leaving)
                Monitor.PulseAll(_leaving);
        }
        catch (OutOfMemoryException)
        {
            // The caller looks again after WaitInterval.
        }
    }

    private void Help()
    {
        BlockRunner runner;
        try
        {
            runner = Rent();
        }
        catch (OutOfMemoryException)
        {
            // No piece was taken: the other threads run them all.
            return;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return;
        }

        TakePieces(runner);
        Return(runner);
    }

    private void Invite(int helpers)
    {
        while (Volatile.Read(ref _invitations) < helpers)
        {
            Interlocked.Increment(ref _invitations);
            try
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
            catch (OutOfMemoryException)
            {
                // Fewer threads do the same work.
                Interlocked.Decrement(ref _invitations);
                return;
            }
        }
    }

    // Pieces are of similar size, so helpers finish soon.
    private void WaitForHelpers()
    {
        var spin = default(SpinWait);
        while (!spin.NextSpinWillYield && Volatile.Read(ref _helpers) != Closed)
            spin.SpinOnce();
        var interrupted = false;
        while (Volatile.Read(ref _helpers) != Closed)
        {
            try
            {
                lock (_leaving)
                {
                    if (Volatile.Read(ref _helpers) != Closed)
                        Monitor.Wait(_leaving, WaitInterval);
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
            catch (OutOfMemoryException)
            {
                Thread.Yield();
            }
        }

        // The next time that this thread blocks, it is interrupted.
        if (interrupted)
            Thread.CurrentThread.Interrupt();
    }

    private void TakePieces(BlockRunner runner)
    {
        try
        {
            for (long piece; (piece = Interlocked.Increment(ref _nextPiece) - 1) < _pieces;)
                RunPiece(piece, runner);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    // The caller rethrows the first error when all threads have left. The remaining pieces are not run.
    private void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _error, exception, null);
        Interlocked.Exchange(ref _nextPiece, _pieces);
    }
}
