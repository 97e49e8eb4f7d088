using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>
/// Failures on the threads that share the pieces of a run. The caller's buffers are unpinned when it returns, so no piece may run after that; and an
/// exception on a thread of the pool would end the process.
/// </summary>
public sealed class ParallelRunTests
{
    private const int Pieces = 6;

    // On a busy machine, the threads of the pool come late. A round takes some 100 ms.
    private const int MaxRounds = 100;

    private static readonly TimeSpan PieceDuration = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void Run_NoMemoryForTheRunnersOfHelpers_CallerRunsAllPieces()
    {
        var refused = 0;
        var run = new TestRun(() =>
        {
            if (Thread.CurrentThread.IsThreadPoolThread)
            {
                Interlocked.Increment(ref refused);
                throw new InsufficientMemoryException("No memory for helpers.");
            }
        });

        OwnThread.Run(() =>
        {
            for (var round = 0; round < MaxRounds && Volatile.Read(ref refused) == 0; round++)
                Assert.Equal(Pieces, run.Run());
        });

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void Run_NoMemoryForTheRunnerOfTheCaller_NothingRunsAfterIt()
    {
        using var helperStarted = new ManualResetEventSlim();
        var run = new TestRun(() =>
        {
            if (Thread.CurrentThread.IsThreadPoolThread)
            {
                helperStarted.Set();
                return;
            }

            // Until a helper is in the middle of a piece, if it was invited already.
            helperStarted.Wait(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            throw new InsufficientMemoryException("No memory for the caller.");
        });

        OwnThread.Run(() =>
        {
            Assert.Throws<InsufficientMemoryException>(() => _ = run.Run());
            AssertQuiet(run);
        });
    }

    [Fact]
    public void Run_APieceFails_ThrowsAfterTheOtherThreadsHaveLeft()
    {
        foreach (var failing in new[] { 0, 1, Pieces - 1 })
        {
            var run = new TestRun(() => { }) { FailingPiece = failing };

            OwnThread.Run(() =>
            {
                Assert.Equal($"Piece {failing} fails.", Assert.Throws<InvalidOperationException>(() => _ = run.Run()).Message);
                AssertQuiet(run);
                run.FailingPiece = -1;
                Assert.Equal(Pieces, run.Run());
            });
        }
    }

    [Fact]
    public void Run_CallerIsInterruptedWhileItWaits_ReturnsAfterAllPieces()
    {
        var waited = false;
        OwnThread.Run(() =>
        {
            for (var round = 0; round < MaxRounds && !waited; round++)
            {
                var caller = Thread.CurrentThread;
                var run = new TestRun(() => { });

                // The piece of a helper takes longest: the caller waits for it.
                run.InPiece = () =>
                {
                    if (!Thread.CurrentThread.IsThreadPoolThread)
                        return;
                    Thread.Sleep(5 * PieceDuration);
                    caller.Interrupt();
                    Thread.Sleep(2 * PieceDuration);
                };

                Assert.Equal(Pieces, run.Run());
                AssertQuiet(run, ref waited);
            }
        });

        Assert.True(waited);
    }

    private static void AssertQuiet(TestRun run)
    {
        var finished = run.Finished;
        Assert.Equal(0, run.Running);
        Thread.Sleep(10 * PieceDuration);
        Assert.Equal(finished, run.Finished);
    }

    // The interruption is not lost: it arrives when the caller blocks the next time.
    private static void AssertQuiet(TestRun run, ref bool interrupted)
    {
        try
        {
            AssertQuiet(run);
        }
        catch (ThreadInterruptedException)
        {
            interrupted = true;
        }

        AssertQuiet(run);
    }

    private sealed class TestRun(Action createRunner) : ParallelRun(new ObjectPool<BlockRunner>(() => Create(createRunner)))
    {
        private static readonly PackedNetwork Packed = Pack();

        private int _running;
        private int _finished;

        public int FailingPiece { get; set; } = -1;

        public Action? InPiece { get; set; }

        public int Running => Volatile.Read(ref _running);

        public int Finished => Volatile.Read(ref _finished);

        /// <summary>Runs the pieces; returns how many were finished when the run returned.</summary>
        public int Run()
        {
            Volatile.Write(ref _finished, 0);
            var runner = Rent();
            try
            {
                RunPieces(Pieces, workers: 3, runner);
            }
            finally
            {
                Return(runner);
            }

            return Finished;
        }

        protected override void RunPiece(long piece, BlockRunner runner)
        {
            Interlocked.Increment(ref _running);
            try
            {
                // A busy wait: an interrupted caller must not notice before it waits for the others.
                var end = TimeProvider.System.GetTimestamp();
                while (TimeProvider.System.GetElapsedTime(end) < PieceDuration)
                    Thread.SpinWait(100);
                InPiece?.Invoke();
                if (piece == FailingPiece)
                    throw new InvalidOperationException($"Piece {piece} fails.");
                Interlocked.Increment(ref _finished);
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }

        private static BlockRunner Create(Action creating)
        {
            creating();
            return new BlockRunner(Packed, KernelMemory.Native);
        }

        private static PackedNetwork Pack()
        {
            var network = NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2);
            return new PackedNetwork(network, RandomEngineNetworks.Weights(new Random(1), network), VectorWidth.Scalar, KernelMemory.Native);
        }
    }
}
