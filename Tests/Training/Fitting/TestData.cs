using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Small tasks that a recurrent network learns within a second.</summary>
internal static class TestData
{
    /// <summary>Windows of ten points of a sine; the next point is the target.</summary>
    public static SequenceData Sine(int points = 120) =>
        SequenceData.FromSeries([.. Enumerable.Range(0, points).Select(index => MathF.Sin(index * 0.3f))], featureCount: 1, window: 10);

    /// <summary>Sequences of class 1 if their first value is above 0, which must be remembered to the end.</summary>
    public static SequenceData FirstIsPositive(int sequences = 64, int time = 5)
    {
        using var scope = NewDisposeScope();
        var inputs = TestNetworks.Input(sequences, time, features: 1, seed: 1);
        var classes = inputs.select(1, 0).select(1, 0).gt(0).to(ScalarType.Int64);
        return SequenceData.FromTensors(inputs.MoveToOuterDisposeScope(), classes.MoveToOuterDisposeScope());
    }

    /// <summary>Every step's class is 1 where the value before it was above 0, and 0 at the first step.</summary>
    public static SequenceData PreviousIsPositive(int sequences = 64, int time = 6)
    {
        using var scope = NewDisposeScope();
        var inputs = TestNetworks.Input(sequences, time, features: 1, seed: 1);
        var before = inputs.squeeze(2).roll(1, 1);
        before.select(1, 0).fill_(-1);
        return SequenceData.FromTensors(inputs.MoveToOuterDisposeScope(), before.gt(0).to(ScalarType.Int64).MoveToOuterDisposeScope());
    }

    /// <summary>The target of every step is the sum of its value and the one before.</summary>
    public static SequenceData RunningPair(int sequences = 64, int time = 6)
    {
        using var scope = NewDisposeScope();
        var inputs = TestNetworks.Input(sequences, time, features: 1, seed: 1);
        var before = inputs.roll(1, 1);
        before.select(1, 0).fill_(0);
        return SequenceData.FromTensors(inputs.MoveToOuterDisposeScope(), (inputs + before).MoveToOuterDisposeScope());
    }
}
