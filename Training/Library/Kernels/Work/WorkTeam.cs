using System.Diagnostics;
using System.Runtime.ExceptionServices;
using TorchSharp;

namespace MlNetRecurrent.Training;

/// <summary>
/// The threads that share the work of the kernels: the caller, and helpers that stay ready for a short time after each job. Thread-safe.
/// </summary>
/// <remarks>
/// The caller never waits for a helper that has not begun: on a busy machine it does the work alone. What is computed must not depend on which
/// thread runs a piece.
/// </remarks>
internal static class WorkTeam
{
    // This bit of _joined is set when no more helpers may join; the other bits count those that have joined.
    private const int Closed = int.MinValue;

    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;
    private static readonly object Growing = new();
    private static readonly object Leaving = new();
    private static TeamHelper[] _helpers = [];
    private static int _busy;
    private static SharedWork? _work;
    private static int _pieces;
    private static int _nextPiece;
    private static int _joined = Closed;
    private static Exception? _error;

    /// <summary>The maximum number of threads, the caller included; null for that of LibTorch.</summary>
    public static int? Threads { get; set; }

    /// <summary>Wakes helpers ahead of a job that begins soon: a sleeping thread takes longer to come than a small job.</summary>
    /// <param name="pieces">The number of pieces of the job.</param>
    public static void Wake(int pieces)
    {
        var helpers = CountHelpers(pieces);
        if (helpers < 1)
            return;
        Grow(helpers);
        for (var index = 0; index < helpers; index++)
            _helpers[index].Call();
    }

    /// <summary>Runs all pieces, and returns when they are done.</summary>
    /// <remarks>If the team is busy, as for a second fit, the calling thread does the work alone.</remarks>
    public static void Run(SharedWork work, int pieces)
    {
        var helpers = CountHelpers(pieces);
        if (helpers < 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (var piece = 0; piece < pieces; piece++)
                work.RunPiece(piece);
            return;
        }

        try
        {
            Share(work, pieces, helpers);
        }
        finally
        {
            (_work, _error) = (null, null);
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Lets a helper take pieces of the current job, unless its last piece is taken already.</summary>
    internal static void Help()
    {
        int joined;
        do
        {
            joined = Volatile.Read(ref _joined);
            if (joined < 0)
                return;
        }
        while (Interlocked.CompareExchange(ref _joined, joined + 1, joined) != joined);
        TakePieces();
        if (Interlocked.Decrement(ref _joined) != Closed)
            return;
        lock (Leaving)
            Monitor.PulseAll(Leaving);
    }

    private static int CountHelpers(int pieces) => pieces < 2 ? 0 : Math.Min(pieces, Threads ?? torch.get_num_threads()) - 1;

    private static void Share(SharedWork work, int pieces, int helpers)
    {
        Grow(helpers);
        (_work, _pieces, _nextPiece) = (work, pieces, 0);
        Volatile.Write(ref _joined, 0);
        for (var index = 0; index < helpers; index++)
            _helpers[index].Call();
        TakePieces();
        if (Interlocked.Or(ref _joined, Closed) != 0)
            WaitForHelpers();
        if (_error is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    // Pieces are of similar size: those that have joined finish soon, unless the system runs another program on their core. Then this core is free
    // for them. No exception may leave while a helper still uses the caller's memory.
    private static void WaitForHelpers()
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _joined) != Closed && Stopwatch.GetTimestamp() - start < SpinTicks)
            Thread.SpinWait(8);
        var interrupted = false;
        while (Volatile.Read(ref _joined) != Closed)
        {
            try
            {
                lock (Leaving)
                {
                    if (Volatile.Read(ref _joined) != Closed)
                        Monitor.Wait(Leaving);
                }
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        // The next time that this thread blocks, it is interrupted.
        if (interrupted)
            Thread.CurrentThread.Interrupt();
    }

    private static void TakePieces()
    {
        try
        {
            for (int piece; (piece = Interlocked.Increment(ref _nextPiece) - 1) < _pieces;)
                _work!.RunPiece(piece);
        }
        catch (Exception exception)
        {
            // The caller rethrows the first error when all threads have left. The remaining pieces are not run.
            Interlocked.CompareExchange(ref _error, exception, null);
            Interlocked.Exchange(ref _nextPiece, _pieces);
        }
    }

    private static void Grow(int count)
    {
        if (_helpers.Length >= count)
            return;
        lock (Growing)
            _helpers = [.. _helpers, .. Enumerable.Range(_helpers.Length, count - _helpers.Length).Select(_ => new TeamHelper())];
    }
}
