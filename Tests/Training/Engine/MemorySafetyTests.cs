using MlNetRecurrent.Kernels;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Sizes 1 to 300 with every buffer of the engine, and what it is given, between protected pages.</summary>
public sealed unsafe class MemorySafetyTests
{
    private const int LargestSize = 300;

    public static TheoryData<int, bool> Widths => [.. from floats in new[] { 16, 8, 4, 1 } from atStart in new[] { false, true } select (floats, atStart)];

    [Theory, MemberData(nameof(Widths))]
    public void Run_EverySize_StaysInItsBuffers(int floats, bool atStart)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Protected pages are asked for as Linux gives them.");
        var width = new[] { VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar }.Single(width => width.Floats == floats);
        Assert.SkipUnless(floats <= VectorWidth.Widest.Floats, $"This processor has no vectors of {floats} floats.");
        var memory = new GuardedMemory(atStart);
        var random = new Random(floats);

        // Every size with the widest vectors, on one side or the other; the narrower ones have fewer edges and cost more.
        var step = floats == VectorWidth.Widest.Floats ? 2 : 8;
        for (var size = atStart ? 2 : 1; size <= LargestSize; size += step)
            Run(random, size, width, memory);
    }

    private static void Run(Random random, int hidden, VectorWidth width, GuardedMemory memory)
    {
        var network = Network(random, hidden);
        var weights = Weights(random, network);
        var batch = new[] { 1, random.Next(2, 6), random.Next(6, 70) }[random.Next(3)];
        int[] lengths = [.. Enumerable.Range(0, batch).Select(_ => random.Next(1, 4))];
        var time = lengths.Sum();
        using var engine = new ManagedEngine(network, weights, workers: 1, width, memory);
        using var reference = new ManagedEngine(network, weights, workers: 1);
        var state = new StateLayout(network).Size;
        var values = Numbers(random, time * network.Features);
        var initial = Numbers(random, batch * state);
        var answers = new float[(network.AnswersEveryStep ? time : batch) * network.Outputs];

        fixed (int* length = lengths)
        fixed (float* expected = answers)
        {
            var guarded = new ScoringBatch
            {
                Values = memory.Copy(values),
                Count = batch,
                Time = time,
                Lengths = length,
                InitialStates = memory.Copy(initial),
                FinalStates = memory.Allocate(batch * state),
                Answers = memory.Allocate(answers.Length),
            };
            engine.Run(guarded);
            reference.Run(guarded with { Answers = expected });

            Assert.All(answers.Zip(new Span<float>(guarded.Answers, answers.Length).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            foreach (var buffer in new[] { (nint)guarded.Values, (nint)guarded.InitialStates, (nint)guarded.FinalStates, (nint)guarded.Answers })
                memory.Free((float*)buffer);
        }
    }

    private static NetworkDescription Network(Random random, int hidden)
    {
        var cell = RecurrentCell.All[random.Next(RecurrentCell.All.Count)];
        var second = RecurrentCell.All[random.Next(RecurrentCell.All.Count)];
        var directions = new[] { SequenceDirection.Forward, SequenceDirection.Forward, SequenceDirection.Reverse, SequenceDirection.Bidirectional };
        var first = new LayerDescription { Cell = cell, InputSize = random.Next(1, 40), HiddenSize = hidden, Direction = directions[random.Next(4)] };
        var network = new NetworkDescription
        {
            Features = first.InputSize,
            Layers = random.Next(3) == 0
                ? [first, new LayerDescription { Cell = second, InputSize = first.OutputSize, HiddenSize = random.Next(1, 40), Direction = directions[random.Next(4)] }]
                : [first],
            Read = Enum.GetValues<SequenceReading>()[random.Next(3)],
            Targets = random.Next(1, 20),
        };
        network.Validate();
        return network;
    }

    private static NetworkWeights Weights(Random random, NetworkDescription network) => new()
    {
        Layers = [.. network.Layers.Select(layer =>
        {
            var rows = layer.Directions * layer.Cell.Blocks.Count * layer.HiddenSize;
            return new LayerWeights(Numbers(random, rows * layer.InputSize), Numbers(random, rows * layer.HiddenSize), Numbers(random, 2 * rows));
        })],
        HeadWeight = Numbers(random, network.Width * network.Outputs),
        HeadBias = Numbers(random, network.Outputs),
    };

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) / 8)];
}
