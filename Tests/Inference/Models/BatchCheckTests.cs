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
            "Expected [batch, time, features] with 1 sequences of 3 features: a multiple of 3 values, at least one time step; got 0. (Parameter 'batch')",
            Message(() => model.Score([], new float[2])));
        Assert.Equal(
            "Expected [batch, time, features] with 2 sequences of 3 features: a multiple of 6 values, at least one time step; got 9. (Parameter 'batch')",
            Message(() => model.ScoreBatch(new float[9], 2, new float[4])));
        Assert.Equal("Expected a buffer for 2 outputs of 2 values, 4 in total; got 3. (Parameter 'outputs')", Message(() => model.ScoreBatch(new float[6], 2, new float[3])));
        Assert.StartsWith("batch ('0') must be greater than or equal to '1'.", Message(() => model.ScoreBatch(new float[6], 0, new float[3])), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void ScoreBatch_WrongLengths_SayWhatWasExpected(RecurrentEngine engine)
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast(features: 2)), options: new RecurrentModelOptions { Engine = engine });

        Assert.Equal("Expected 3 lengths, one for each sequence; got 2. (Parameter 'batch')", Ragged(6, 3, [1, 2]));
        Assert.Equal("The length of sequence 1 is 0, expected at least 1: remove empty sequences. (Parameter 'batch')", Ragged(6, 2, [3, 0]));
        Assert.Equal("The lengths add up to 4 time steps, but the batch has 3. (Parameter 'batch')", Ragged(6, 2, [3, 1]));
        Assert.Equal("Expected a multiple of 2 values, one for each feature; got 5. (Parameter 'batch')", Ragged(5, 2, [1, 1]));
        Assert.Equal(
            "Expected initial states [sequence, state] with 12 values per sequence, 24 in total; got 12. (Parameter 'batch')",
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[4], Count = 2, InitialStates = new float[12] }, new float[2])));
        Assert.Equal(
            "Expected final states [sequence, state] with 12 values per sequence, 24 in total; got 25. (Parameter 'batch')",
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[4], Count = 2, FinalStates = new float[25] }, new float[2])));

        string Ragged(int values, int count, int[] lengths) =>
            Message(() => model.ScoreBatch(new SequenceBatch { Values = new float[values], Count = count, Lengths = lengths }, new float[count]));
    }

    [Fact]
    public void ScoreBatch_EveryStepRagged_SaysTheExpectedSize()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Tag(features: 1, classes: 3)));
        Assert.Equal(
            "Expected a buffer for 5 outputs of 3 values, one for each time step, 15 in total; got 14. (Parameter 'outputs')",
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
