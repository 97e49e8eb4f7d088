using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class BatchCheckTests
{
    public static TheoryData<RecurrentEngine> Engines => [RecurrentEngine.Managed, RecurrentEngine.OnnxRuntime];

    [Theory, MemberData(nameof(Engines))]
    public void Score_WrongSpans_SayWhatWasExpected(RecurrentEngine engine)
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast(features: 3, horizon: 2)), options: new RecurrentModelOptions { Engine = engine });

        Assert.Equal(
            "Expected [batch, time, features] with 1 sequences of 3 features, a multiple of 3 values and at least one time step; got 0. (Parameter 'batch')",
            Message(() => model.Score([], new float[2])));
        Assert.Equal(
            "Expected [batch, time, features] with 2 sequences of 3 features, a multiple of 6 values and at least one time step; got 9. (Parameter 'batch')",
            Message(() => model.ScoreBatch(new float[9], 2, new float[4])));
        Assert.Equal("Expected room for 2 answers of 2 values, 4 in all; got 3. (Parameter 'answers')", Message(() => model.ScoreBatch(new float[6], 2, new float[3])));
        Assert.StartsWith("batch ('0') must be greater than or equal to '1'.", Message(() => model.ScoreBatch(new float[6], 0, new float[3])), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void ScoreBatch_WrongLengths_SayWhatWasExpected(RecurrentEngine engine)
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast(features: 2)), options: new RecurrentModelOptions { Engine = engine });

        Assert.Equal("Expected a length for each of 3 sequences, got 2. (Parameter 'batch')", Ragged(6, 3, [1, 2]));
        Assert.Equal("Sequence 1 has the length 0: expected at least one time step. Leave it out. (Parameter 'batch')", Ragged(6, 2, [3, 0]));
        Assert.Equal("The lengths add up to 4 time steps, but 3 are given. (Parameter 'batch')", Ragged(6, 2, [3, 1]));
        Assert.Equal("Expected a multiple of 2 values, one for each feature; got 5. (Parameter 'batch')", Ragged(5, 2, [1, 1]));
        Assert.Equal(
            "Expected initial states [sequence, state] of 12 values each, 24 in all; got 12. (Parameter 'batch')",
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[4], Count = 2, InitialStates = new float[12] }, new float[2])));
        Assert.Equal(
            "Expected final states [sequence, state] of 12 values each, 24 in all; got 25. (Parameter 'batch')",
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[4], Count = 2, FinalStates = new float[25] }, new float[2])));

        string Ragged(int values, int count, int[] lengths) =>
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[values], Count = count, Lengths = lengths }, new float[count]));
    }

    [Fact]
    public void ScoreBatch_EveryStepRagged_SaysTheExpectedSize()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Tag(features: 1, classes: 3)));
        Assert.Equal(
            "Expected room for 5 answers of 3 values, one for each time step, 15 in all; got 14. (Parameter 'answers')",
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[5], Count = 2, Lengths = [2, 3] }, new float[14])));
    }

    [Fact]
    public void ScoreTokens_ModelOfValues_IsRefused()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast()));
        Assert.Equal(
            "This model reads values: score float values instead of tokens.",
            Assert.Throws<InvalidOperationException>(() => model.ScoreTokens([1, 2], new float[1])).Message);
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
