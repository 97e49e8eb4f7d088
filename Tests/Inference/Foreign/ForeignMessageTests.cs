using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Messages list what a file has, and say which option to set.</summary>
public sealed class ForeignMessageTests
{
    [Fact]
    public void Load_TwoOutputs_AsksWhichOne()
    {
        var error = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(ForeignKinds.Create("strided"), "audio"));
        Assert.Equal(
            "Model file 'audio' carries no model card, and it has several outputs: name those that you want, among 'frames', 'whole'. "
            + "It has the inputs audio Float [n, time, 2] and the outputs frames Float [n, frames, 3], whole Float [n, 1]. "
            + "Set OutputNames, or import the file with 'mlnet-recurrent import'.",
            error.Message);
    }

    [Fact]
    public void Load_UnknownNames_AreRefusedWithThoseOfTheFile()
    {
        var file = ForeignKinds.Create("static");
        var options = new RecurrentModelOptions { StateNames = new Dictionary<string, string> { ["h"] = "y" } };
        var error = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file, "patients", options));
        Assert.Equal(
            "Model file 'patients' carries no model card, and StateNames has 'h', which is not an input of it. "
            + "It has the inputs sequence Float [b, t, 3], static Float [b, 2] and the outputs y Float [b, 2].",
            error.Message);
    }

    [Fact]
    public void Load_NamesForAFileWithACard_AreRefused()
    {
        var file = TestFile.Create(TestFile.Forecast());
        var error = Assert.Throws<RecurrentModelException>(
            () => RecurrentModel.Load(file, "ours", new RecurrentModelOptions { InputName = "input", OutputNames = ["output"] }));
        Assert.Equal(
            "Model file 'ours' has a model card, which determines its inputs and outputs: leave InputName, OutputNames unset.", error.Message);
    }

    [Fact]
    public void ScoreBatch_NoFurtherInputs_ListsThem()
    {
        using var model = RecurrentModel.Load(ForeignKinds.Create("static"), "patients");
        var error = Assert.Throws<InvalidOperationException>(() => model.Score(new float[6], new float[2]));
        Assert.Equal(
            "This model has further inputs: static [batch, 2]. Set SequenceBatch.OtherInputs to their values for each sequence, in this order.",
            error.Message);
    }

    [Fact]
    public void Fit_NoColumnForAFurtherInput_ListsThem()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, ForeignKinds.Create("static"));
        var context = new MLContext();
        var view = context.Data.LoadFromEnumerable([new SequenceOnly()]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => context.Transforms.ApplyRecurrentModel("Score", nameof(SequenceOnly.Sequence), path).Fit(view));
        Assert.StartsWith(
            "The model has further inputs: static [batch, 2]. Set RecurrentScoringOptions.InputColumns to the column of 'static', or InputValues to "
            + "a fixed value.",
            error.Message);
    }

    [Fact]
    public void ScoreBatch_FixedSteps_NamesTheNumber()
    {
        using var model = RecurrentModel.Load(ForeignKinds.Create("cell"), "cell");
        var error = Assert.Throws<ArgumentException>(() => model.Score(new float[6], new float[1]));
        Assert.StartsWith("Expected sequences of exactly 1 time step, which the file fixes: x [2, 3]; got 2.", error.Message);
    }

    private sealed class SequenceOnly
    {
        public float[] Sequence { get; set; } = [];
    }
}
