using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class OnnxSessionOptionsTests : IDisposable
{
    private readonly MLContext _context = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("CPU")]
    [InlineData("cpu")]
    [InlineData("CPUExecutionProvider")]
    public void Load_CpuByAnyOfItsNames_Scores(string provider)
    {
        var session = new OnnxSessionOptions { ExecutionProvider = provider, IntraOpThreads = 1 };
        var options = new RecurrentModelOptions { Engine = RecurrentEngine.OnnxRuntime, Session = session };
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast()), options: options);
        var output = new float[1];
        model.Score([1, 2, 3], output);
        Assert.True(float.IsFinite(output[0]));
    }

    [Fact]
    public void ApplyRecurrentModel_InvalidSession_ListsEveryError()
    {
        var options = new RecurrentScoringOptions
        {
            InputColumnName = "Sequence",
            ModelFile = "model.onnx",
            Workers = 0,
            NonFinite = (NonFinitePolicy)7,
            Engine = RecurrentEngine.Managed,
            Session = new OnnxSessionOptions { ExecutionProvider = "Abacus", IntraOpThreads = 0 },
        };
        var providers = Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders();
        var available = string.Join(", ", providers.Select(name => name.Replace("ExecutionProvider", "", StringComparison.Ordinal)));
        Assert.Equal(
            "The scoring options are invalid: Workers is 0, expected 1 to 1024; NonFinite is 7, expected ScoreNaN or Throw; "
            + "Session.ExecutionProvider is 'Abacus', but Engine is Managed, expected OnnxRuntime; "
            + "Session.IntraOpThreads is 0, expected 1 to 1024; Session.ExecutionProvider is 'Abacus', expected one of the providers in the ONNX "
            + $"Runtime package of this application: {available}.",
            Assert.Throws<ArgumentException>(() => _context.Transforms.ApplyRecurrentModel(options)).Message);
    }

    [Fact]
    public void Load_ConfigurationRejectedByOnnxRuntime_Throws()
    {
        var session = new OnnxSessionOptions { Configuration = new Dictionary<string, string> { [""] = "1" } };
        var options = new RecurrentModelOptions { Engine = RecurrentEngine.OnnxRuntime, Session = session };
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(TestFile.Create(TestFile.Forecast()), "m.onnx", options));
        Assert.StartsWith("Model file 'm.onnx' was rejected by ONNX Runtime: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingProvider_Throws()
    {
        var session = new OnnxSessionOptions { ExecutionProvider = "Abacus" };
        var options = new RecurrentModelOptions { Engine = RecurrentEngine.OnnxRuntime, Session = session };
        var exception = Assert.Throws<ArgumentException>(() => RecurrentModel.Load(TestFile.Create(TestFile.Forecast()), "m.onnx", options));
        Assert.StartsWith(
            "The model cannot be loaded: Session.ExecutionProvider is 'Abacus', expected one of", exception.Message, StringComparison.Ordinal);
    }
}
