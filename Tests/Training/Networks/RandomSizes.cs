using FsCheck;
using FsCheck.Fluent;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A recurrent network of random sizes and a batch to run it on.</summary>
public sealed record RandomSizes(
    int Batch, int Time, int Input, int Hidden, int Layers, SequenceDirection Direction, bool Bias, bool InitialStates, int Seed)
{
    /// <summary>The generator that FsCheck uses.</summary>
    public static Arbitrary<RandomSizes> Arbitrary() => Arb.From(
        from batch in Gen.Choose(1, 5)
        from time in Gen.Choose(1, 12)
        from input in Gen.Choose(1, 6)
        from hidden in Gen.Choose(1, 9)
        from layers in Gen.Choose(1, 3)
        from direction in Gen.Elements(Enum.GetValues<SequenceDirection>())
        from bias in Gen.Elements(true, false)
        from initialStates in Gen.Elements(true, false)
        from seed in Gen.Choose(1, int.MaxValue - 1)
        select new RandomSizes(batch, time, input, hidden, layers, direction, bias, initialStates, seed));

    /// <summary>Creates stacked layers of these sizes.</summary>
    public IReadOnlyList<LayerDescription> Stack(RecurrentCell cell) => TestLayers.Stack(cell, Input, Hidden, Layers, Direction, Bias);
}
