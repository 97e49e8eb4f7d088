using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>
/// Memory that runs out at any allocation: a call throws or is right, nothing is written after it returns, and the next call is right.
/// </summary>
public sealed unsafe class MemoryPressureTests
{
    private const int MaxAllocations = 1000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 12)];

    [Theory, MemberData(nameof(Seeds))]
    public void Load_AnyAllocationFails_FreesEverything(int seed)
    {
        var network = RandomEngineNetworks.Network(new Random(seed), hidden: 9, isForward: false);
        var weights = RandomEngineNetworks.Weights(new Random(seed), network);
        var memory = new FailingMemory();

        var allocations = CountFailures(memory, () => Load(network, weights, memory));

        Assert.InRange(allocations, 1, MaxAllocations);
        Collect();
        Assert.Equal(0, memory.LiveBuffers);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Run_AnyAllocationFails_ThrowsOrIsRight(int seed)
    {
        var random = new Random(seed);
        var network = RandomEngineNetworks.Network(random, hidden: 9, isForward: seed % 2 == 0);
        var weights = RandomEngineNetworks.Weights(random, network);
        var batch = new TestBatch(network, random, count: 100, maxSteps: network.MinSteps + 6);
        var expected = batch.Run(new ManagedEngine(network, weights, workers: 1));
        foreach (var workers in new[] { 1, 3 })
        {
            var memory = new FailingMemory();
            ManagedEngine? engine = null;

            var failures = CountFailures(
                memory,
                () => Assert.Equal(expected, batch.Run(engine!)),
                prepare: () => engine = new ManagedEngine(network, weights, workers, memory: memory),
                recovered: () => Assert.Equal(expected, batch.Run(engine!)));

            Assert.InRange(failures, 1, MaxAllocations);
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Step_AnyAllocationFails_StepsAllSeriesOrNone(int seed)
    {
        var random = new Random(seed);
        var network = RandomEngineNetworks.Network(random, hidden: 9, isForward: true);
        while (network.Forecast.FutureCovariates > 0)
            network = RandomEngineNetworks.Network(random, hidden: 9, isForward: true);
        var weights = RandomEngineNetworks.Weights(random, network);
        var memory = new FailingMemory();
        using var model = Model(network, new ManagedEngine(network, weights, workers: 2, memory: memory));
        var streams = model.OpenStreams<int>();
        var (steps, outputs) = (0, new float[300 * network.OutputSize]);
        int[] keys = [.. Enumerable.Range(0, 300)];
        var values = RandomEngineNetworks.CreateValues(random, keys.Length * network.Features);

        // The first call opens the series; the second one has another runner, as after the pool was used by others.
        var failures = CountFailures(
            memory,
            () => streams.Step(keys.AsSpan(0, 100 + steps), values.AsSpan(0, (100 + steps) * network.Features), Outputs()),
            failed: AssertNothingStepped,
            recovered: () =>
            {
                streams.Step(keys.AsSpan(0, 100 + steps), values.AsSpan(0, (100 + steps) * network.Features), Outputs());
                steps++;
                AssertEachStepped();
            });

        Assert.InRange(failures, 1, MaxAllocations);

        Span<float> Outputs() => outputs.AsSpan(0, (100 + steps) * network.OutputSize);

        void AssertNothingStepped()
        {
            Assert.Equal(steps == 0 ? 0 : 99 + steps, streams.Count);
            AssertEachStepped();
        }

        void AssertEachStepped()
        {
            for (var key = 0; key < streams.Count; key += 37)
            {
                var stream = model.OpenStream();
                var output = new float[network.OutputSize];
                for (var step = 0; step < steps - Math.Max(0, key - 99); step++)
                    stream.Step(values.AsSpan(key * network.Features, network.Features), output);
                Assert.Equal(stream.SaveState(), streams.SaveState(key));
            }
        }
    }

    [Fact]
    public void Run_NoMemoryForHelpers_CallerScoresAlone()
    {
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 64);
        var weights = RandomEngineNetworks.Weights(new Random(1), network);
        var batch = new TestBatch(network, new Random(1), count: 200, maxSteps: 200);
        var expected = batch.Run(new ManagedEngine(network, weights, workers: 1));
        var refused = 0;
        var memory = new FailingMemory();
        var engine = new ManagedEngine(network, weights, workers: 4, memory: memory);
        memory.Allocating = () =>
        {
            if (!Thread.CurrentThread.IsThreadPoolThread)
                return;
            Interlocked.Increment(ref refused);
            throw new InsufficientMemoryException("No memory for helpers.");
        };

        OwnThread.Run(() =>
        {
            // On a busy machine, the threads of the pool come late.
            for (var start = TimeProvider.System.GetTimestamp();
                Volatile.Read(ref refused) == 0 && TimeProvider.System.GetElapsedTime(start) < MaxWait;)
            {
                Assert.Equal(expected, batch.Run(engine));
            }
        });

        Assert.NotEqual(0, refused);
    }

    private static RecurrentModel Model(NetworkDescription network, ManagedEngine engine) =>
        new(new ModelCard { Network = network }, engine, fingerprint: 1, new RecurrentModelOptions { Workers = 2 });

    private static void Load(NetworkDescription network, NetworkWeights weights, KernelMemory memory) =>
        new ManagedEngine(network, weights, workers: 1, memory: memory).Dispose();

    // Makes the 1st, 2nd, ... allocation of an action fail, until the action makes fewer; returns how many failed.
    private static int CountFailures(
        FailingMemory memory, Action action, Action? prepare = null, Action? failed = null, Action? recovered = null)
    {
        for (var allocations = 0; ; allocations++)
        {
            memory.Recover();
            prepare?.Invoke();
            memory.FailAfter(allocations);
            try
            {
                action();
            }
            catch (OutOfMemoryException)
            {
                Assert.True(memory.HasFailed);
                memory.Recover();
                failed?.Invoke();
            }

            var hasFailed = memory.HasFailed;
            memory.Recover();
            if (!hasFailed && allocations > 0)
                return allocations;
            recovered?.Invoke();
        }
    }

    private static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
