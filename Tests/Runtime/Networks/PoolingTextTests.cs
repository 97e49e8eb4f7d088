using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class PoolingTextTests
{
    [Theory]
    [InlineData(SequencePooling.FinalState, SequenceDirection.Forward, "last step")]
    [InlineData(SequencePooling.FinalState, SequenceDirection.Bidirectional, "final state of each direction")]
    [InlineData(SequencePooling.LastStep, SequenceDirection.Bidirectional, "last time step of each direction")]
    [InlineData(SequencePooling.None, SequenceDirection.Forward, "none: one output per time step")]
    [InlineData(SequencePooling.Mean, SequenceDirection.Forward, "mean over time")]
    [InlineData(SequencePooling.Max, SequenceDirection.Bidirectional, "max over time")]
    [InlineData(SequencePooling.LastSteps, SequenceDirection.Forward, "last 4 time steps")]
    public void Describe_EveryPooling_IsPlainWords(SequencePooling pooling, SequenceDirection direction, string text) => Assert.Equal(
        text,
        PoolingText.Describe(new NetworkDescription
        {
            Task = RecurrentTask.Classify,
            Features = 2,
            Layers = [new LayerDescription { Cell = RecurrentCell.Gru, InputSize = 2, HiddenSize = 3, Direction = direction }],
            Pooling = pooling,
            PooledSteps = 4,
            Classes = 2,
        }));
}
