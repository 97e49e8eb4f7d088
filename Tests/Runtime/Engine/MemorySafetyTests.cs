using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Sizes 1 to 300, with every buffer of the engine and of the caller between protected pages.</summary>
public sealed unsafe class MemorySafetyTests
{
    private const int MaxSize = 300;
    private const int Steps = 4;

    public static TheoryData<int, bool> Widths =>
        [.. from floats in new[] { 16, 8, 4, 1 } from atStart in new[] { false, true } select (floats, atStart)];

    [Theory, MemberData(nameof(Widths))]
    public void Run_EverySize_StaysInItsBuffers(int floats, bool atStart)
    {
        var (width, memory) = Width(floats, atStart);
        var random = new Random(floats);

        // The widest vectors run every size, on single side or the reference; the narrower ones have fewer edges and are slower.
        var step = floats == VectorWidth.Widest.Floats ? 2 : 8;
        for (var size = atStart ? 2 : 1; size <= MaxSize; size += step)
            Run(random, size, width, memory);
    }

    [Theory, MemberData(nameof(Widths))]
    public void Step_ManySizes_StaysInItsBuffers(int floats, bool atStart)
    {
        var (width, memory) = Width(floats, atStart);
        var random = new Random(floats);
        var step = floats == VectorWidth.Widest.Floats ? 6 : 24;
        for (var size = atStart ? 2 : 1; size <= MaxSize; size += step)
            Step(random, size, width, memory);
    }

    private static (VectorWidth Width, GuardedMemory Memory) Width(int floats, bool atStart)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Protected pages are implemented for Linux only.");
        VectorWidth[] widths = [VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar];
        var width = widths.Single(width => width.Floats == floats);
        Assert.SkipUnless(floats <= VectorWidth.Widest.Floats, $"This processor has no vectors of {floats} floats.");
        return (width, new GuardedMemory(atStart));
    }

    private static void Run(Random random, int hidden, VectorWidth width, GuardedMemory memory)
    {
        var network = RandomEngineNetworks.Network(random, hidden, isForward: false);
        var weights = RandomEngineNetworks.Weights(random, network);
        var batch = new[] { 1, random.Next(2, 6), random.Next(6, 70) }[random.Next(3)];
        int[] lengths = [.. Enumerable.Range(0, batch).Select(_ => random.Next(network.MinSteps, network.MinSteps + 3))];
        var time = lengths.Sum();
        using var engine = new ManagedEngine(network, weights, workers: 1, width, memory);
        using var reference = new ManagedEngine(network, weights, workers: 1);
        var state = new StateLayout(network).Size;
        var outputs = new float[(network.HasOutputPerStep ? time : batch) * network.OutputSize];
        var quantiles = random.Next(2) * outputs.Length * network.Forecast.Quantiles.Count;

        fixed (int* length = lengths)
        fixed (float* expected = outputs)
        {
            var guarded = new PinnedBatch
            {
                Values = memory.Copy(RandomEngineNetworks.CreateValues(random, time * network.Features)),
                FutureCovariates = network.Forecast.FutureCovariates == 0
                    ? null
                    : memory.Copy(RandomEngineNetworks.CreateValues(
                        random, (time + (batch * network.Forecast.Horizon)) * network.Forecast.FutureCovariates)),
                Count = batch,
                Time = time,
                Lengths = length,
                InitialStates = memory.Copy(RandomEngineNetworks.CreateValues(random, batch * state)),
                FinalStates = memory.Allocate(batch * state),
                Outputs = memory.Allocate(outputs.Length),
                Quantiles = quantiles == 0 ? null : memory.Allocate(quantiles),
            };
            engine.Run(guarded);
            reference.Run(guarded with { Outputs = expected });

            AssertEqual(outputs, guarded.Outputs);
            nint[] buffers =
            [
                (nint)guarded.Values,
                (nint)guarded.FutureCovariates,
                (nint)guarded.InitialStates,
                (nint)guarded.FinalStates,
                (nint)guarded.Outputs,
                (nint)guarded.Quantiles,
            ];
            foreach (var buffer in buffers)
            {
                if (buffer != 0)
                    memory.Free((float*)buffer);
            }
        }
    }

    private static void Step(Random random, int hidden, VectorWidth width, GuardedMemory memory)
    {
        var network = RandomEngineNetworks.Network(random, hidden, isForward: true);
        var weights = RandomEngineNetworks.Weights(random, network);
        var packed = new PackedNetwork(network, weights, width, memory);
        var single = new StepRunner(packed, memory);
        var reference = new StepRunner(new PackedNetwork(network, weights, VectorWidth.Widest, KernelMemory.Native), KernelMemory.Native);
        var run = new StreamStepRun(packed, new ObjectPool<BlockRunner>(() => new BlockRunner(packed, memory)), memory);
        var block = new StreamBlock(packed, memory);

        // All lanes step in place; a third of them are gathered, first from one layout and then from the other.
        var share = random.Next(2) == 0 ? 1 : 3;
        int[] lanes = [.. Enumerable.Range(0, StreamBlock.GetLaneCount(packed)).Where(lane => random.Next(share) == 0).DefaultIfEmpty(0)];
        foreach (var lane in lanes)
            block.Reset(lane);
        var values = memory.Allocate(lanes.Length * network.Features);
        var outputs = memory.Allocate(lanes.Length * network.OutputSize);
        var covariates = network.Forecast.FutureCovariates;
        var future = covariates == 0 ? null : memory.Allocate(lanes.Length * covariates);
        var horizon = covariates == 0 ? null : memory.Allocate(network.Forecast.Horizon * covariates);
        var expected = new float[network.OutputSize];
        for (var step = 0; step < Steps; step++)
        {
            var input = RandomEngineNetworks.CreateValues(random, network.Features);
            var known = RandomEngineNetworks.CreateValues(random, covariates);
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                input.CopyTo(new Span<float>(values + (lane * network.Features), network.Features));
                known.CopyTo(new Span<float>(future + (lane * covariates), covariates));
                block.Mark(lanes[lane], lane);
            }

            if (covariates > 0)
            {
                RandomEngineNetworks.CreateValues(random, network.Forecast.Horizon * covariates)
                    .CopyTo(new Span<float>(horizon, network.Forecast.Horizon * covariates));
                Forecast();
                continue;
            }

            fixed (float* target = expected)
                reference.Step(values, null, null, target, null);

            single.Step(values, null, null, outputs, null);
            AssertEqual(expected, outputs);
            StepBlock(new StreamBuffers { Values = values, Outputs = outputs });
            for (var lane = 0; lane < lanes.Length; lane++)
                AssertEqual(expected, outputs + (lane * network.OutputSize));
        }

        void StepBlock(StreamBuffers buffers)
        {
            run.Begin(1, lanes.Length);
            run.Add(block);
            run.Run(buffers, workers: 1);
            run.End();
        }

        void Forecast()
        {
            reference.Step(values, null, future, null, null);
            fixed (float* target = expected)
                reference.Forecast(horizon, target, null);
            single.Step(values, null, future, null, null);
            single.Forecast(horizon, outputs, null);
            AssertEqual(expected, outputs);
            StepBlock(new StreamBuffers { Values = values, FutureCovariates = future });
            var state = new float[packed.Stream.Size];
            foreach (var lane in lanes)
            {
                block.Store(lane, state);
                var other = new StepRunner(packed, memory);
                fixed (float* start = state)
                    other.Load(start);
                other.Forecast(horizon, outputs, null);
                AssertEqual(expected, outputs);
            }
        }

        memory.Free(values);
        memory.Free(outputs);
        if (covariates == 0)
            return;
        memory.Free(future);
        memory.Free(horizon);
    }

    private static void AssertEqual(float[] expected, float* actual) =>
        Assert.All(expected.Zip(new Span<float>(actual, expected.Length).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
}
