using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Every piece of a job runs exactly once, whoever runs it, whatever else the process does.</summary>
public sealed class WorkTeamTests : IDisposable
{
    private readonly int? _threads = WorkTeam.Threads;

    public void Dispose() => WorkTeam.Threads = _threads;

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void Run_AnyNumberOfPieces_RunsEachOnce(int threads)
    {
        WorkTeam.Threads = threads;
        foreach (var pieces in new[] { 0, 1, 2, 3, threads, threads + 1, 64, 1000 })
        {
            var work = new CountedWork(pieces);
            WorkTeam.Run(work, pieces);
            work.AssertEachOnce();
        }
    }

    [Fact]
    public void Run_ThousandsOfTinyJobs_RunsEachPieceOnce()
    {
        var random = new Random(1);
        for (var job = 0; job < 20_000; job++)
        {
            WorkTeam.Threads = random.Next(1, 5);
            var work = new CountedWork(random.Next(9));
            WorkTeam.Run(work, work.Pieces);
            work.AssertEachOnce();
        }
    }

    [Fact]
    public void Run_PausesBetweenJobs_WakesHelpers()
    {
        WorkTeam.Threads = 2;
        // Helpers fall asleep after a tenth of a millisecond: pauses around it meet them on their way there.
        for (var job = 0; job < 300; job++)
        {
            var work = new CountedWork(8);
            WorkTeam.Run(work, work.Pieces);
            work.AssertEachOnce();
            Thread.SpinWait(job * 50);
            if (job % 50 == 0)
                Thread.Sleep(1);
        }
    }

    [Fact]
    public void Run_HelperNeeded_Comes()
    {
        WorkTeam.Threads = 2;
        // Each of the two pieces waits for the other, so that one thread alone could not finish. On a busy machine, a helper may miss a job.
        for (var job = 0; job < 1000; job++)
        {
            var work = new MeetingWork();
            WorkTeam.Run(work, 2);
            if (work.HaveMet)
                return;
        }

        Assert.Fail("No helper came to any of a thousand jobs.");
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Run_PieceThrows_RethrowsAndNextJobIsWhole(int threads)
    {
        WorkTeam.Threads = threads;
        for (var failing = 0; failing < 50; failing++)
        {
            var error = Assert.Throws<InvalidTimeZoneException>(() => WorkTeam.Run(new FailingWork(failing), 50));
            Assert.Equal($"piece {failing}", error.Message);
            Assert.Contains(nameof(FailingWork), error.StackTrace, StringComparison.Ordinal);
            var work = new CountedWork(20);
            WorkTeam.Run(work, work.Pieces);
            work.AssertEachOnce();
        }
    }

    [Fact]
    public void Run_EveryPieceThrows_RethrowsOne()
    {
        WorkTeam.Threads = 4;
        for (var job = 0; job < 200; job++)
            Assert.Throws<InvalidTimeZoneException>(() => WorkTeam.Run(new FailingWork(piece: null), 12));
    }

    [Fact]
    public void Run_ConcurrentCallers_RunEachPieceOnce()
    {
        WorkTeam.Threads = 3;
        Exception? error = null;
        Thread[] callers =
        [
            .. Enumerable.Range(0, 4).Select(caller => new Thread(() =>
            {
                try
                {
                    for (var job = 0; job < 3000; job++)
                    {
                        var work = new CountedWork((job + caller) % 12);
                        WorkTeam.Run(work, work.Pieces);
                        work.AssertEachOnce();
                        if (job % 100 == caller)
                            Assert.Throws<InvalidTimeZoneException>(() => WorkTeam.Run(new FailingWork(1), 3));
                    }
                }
                catch (Exception exception)
                {
                    error = exception;
                }
            })),
        ];
        foreach (var caller in callers)
            caller.Start();
        foreach (var caller in callers)
            caller.Join();
        Assert.Null(error);
    }

    [Fact]
    public void Run_InsideAPiece_RunsEachPieceOnce()
    {
        WorkTeam.Threads = 3;
        for (var job = 0; job < 500; job++)
        {
            var inner = Enumerable.Range(0, 8).Select(index => new CountedWork(index)).ToArray();
            WorkTeam.Run(new NestedWork(inner), inner.Length);
            Assert.All(inner, work => work.AssertEachOnce());
        }
    }

    [Fact]
    public void Run_ProcessorsTaken_DoesNotWaitForHelpers()
    {
        WorkTeam.Threads = Environment.ProcessorCount + 2;
        var stop = false;
        Thread[] others =
        [
            .. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                    Thread.SpinWait(100);
            }) { IsBackground = true }),
        ];
        foreach (var thread in others)
            thread.Start();
        try
        {
            for (var job = 0; job < 500; job++)
            {
                var work = new CountedWork(16);
                WorkTeam.Run(work, work.Pieces);
                work.AssertEachOnce();
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            foreach (var thread in others)
                thread.Join();
        }
    }

    private sealed class CountedWork(int pieces) : SharedWork
    {
        private readonly int[] _runs = new int[pieces];

        public int Pieces => pieces;

        public override void RunPiece(int piece) => Interlocked.Increment(ref _runs[piece]);

        public void AssertEachOnce() => Assert.All(_runs, runs => Assert.Equal(1, runs));
    }

    private sealed class FailingWork(int? piece) : SharedWork
    {
        public override void RunPiece(int index)
        {
            if (piece is null || index == piece)
                throw new InvalidTimeZoneException($"piece {index}");
        }
    }

    private sealed class NestedWork(CountedWork[] inner) : SharedWork
    {
        public override void RunPiece(int piece) => WorkTeam.Run(inner[piece], inner[piece].Pieces);
    }

    private sealed class MeetingWork : SharedWork
    {
        private int _arrived;

        public bool HaveMet { get; private set; }

        public override void RunPiece(int piece)
        {
            Interlocked.Increment(ref _arrived);
            for (var spin = 0; spin < 2000 && Volatile.Read(ref _arrived) < 2; spin++)
                Thread.SpinWait(20);
            // The first piece of a thread alone gives up before the second one begins.
            if (piece == 0)
                HaveMet = Volatile.Read(ref _arrived) == 2;
        }
    }
}
