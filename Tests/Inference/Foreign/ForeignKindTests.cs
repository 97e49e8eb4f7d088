using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Kinds of files that only ONNX Runtime runs, built here.</summary>
public sealed class ForeignKindTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Names => [.. ForeignKinds.Names];

    [Theory, MemberData(nameof(Names))]
    public void ScoreBatch_EveryKind_EqualsPlainOnnxRuntimeRowByRow(string kind)
    {
        var file = ForeignKinds.Create(kind);
        using var model = RecurrentModel.Load(file, kind, ForeignKinds.GetOptions(kind));
        using var raw = new RawGraph(file);
        Assert.Equal(RecurrentEngine.OnnxRuntime, model.Engine);
        foreach (var steps in GetLengths(model))
        {
            var rows = ForeignRows.CreateRandom(model, raw, count: 5, steps, seed: steps);
            ForeignAssert.SameValues(kind, ScoreRaw(kind, rows, raw), rows.Score(model));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Transform_EveryKind_EqualsModelBeforeAndAfterSaving(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        var file = ForeignKinds.Create(kind);
        File.WriteAllBytes(path, file);
        using var model = RecurrentModel.Load(path, ForeignKinds.GetOptions(kind));
        using var raw = new RawGraph(file);
        int[] lengths = [.. GetLengths(model)];
        var rows = ForeignRows.Join(
            [.. Enumerable.Range(0, 7).Select(row => ForeignRows.CreateRandom(model, raw, count: 1, lengths[row % lengths.Length], seed: row))]);
        rows.TrySetNaN(row: 3);
        var view = ForeignTable.Create(_context, rows, model, ragged: lengths.Length > 1);
        var expected = rows.Score(model, ragged: true);
        var transformer = _context.Transforms.ApplyRecurrentModel(ForeignTable.GetOptions(path, ForeignKinds.GetOptions(kind), model)).Fit(view);
        ForeignAssert.SameValues(kind, expected, ForeignTable.Read(transformer.Transform(view), model));

        using var zip = new MemoryStream();
        _context.Model.Save(transformer, view.Schema, zip);
        zip.Position = 0;
        ForeignAssert.SameValues(kind, expected, ForeignTable.Read(_context.Model.LoadRecurrent(zip, out var _).Transform(view), model));
        zip.Position = 0;
        ForeignAssert.SameValues(kind, expected, ForeignTable.Read(new MLContext().Model.Load(zip, out var _).Transform(view), model));
    }

    [Fact]
    public void Load_InputsFarLargerThanFile_AreRefused()
    {
        OnnxRuntimeEngine.Register();
        var graph = new OpsetGraph(17);
        graph.Input("x", "batch", "time", 4_000_000);
        graph.Output(graph.Node("ReduceMean", ["x"], OnnxGraph.CreateAttribute("axes", [2L])), "y");
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(graph.Model().ToByteArray(), "large"));
        Assert.Contains("declares inputs of 96,000,000 values", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PredictionEngine_StaticFeatures_EqualsModel()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, ForeignKinds.Create("static"));
        var options = new RecurrentScoringOptions
        {
            InputColumnName = nameof(Patient.Sequence),
            ModelFile = path,
            InputColumns = new Dictionary<string, string> { ["static"] = nameof(Patient.Static) },
        };
        var transformer = _context.Transforms.ApplyRecurrentModel(options).Fit(_context.Data.LoadFromEnumerable(Array.Empty<Patient>()));
        var engine = _context.Model.CreatePredictionEngine<Patient, Prediction>(transformer);
        using var model = RecurrentModel.Load(path);
        foreach (var steps in new[] { 1, 4, 2 })
        {
            var patient = new Patient { Sequence = [.. Enumerable.Range(0, 3 * steps).Select(value => value / 10f)], Static = [steps, 0.5] };
            var expected = new float[2];
            model.ScoreBatch(new SequenceBatch { Values = patient.Sequence, OtherInputs = [steps, 0.5f], Count = 1 }, expected);
            Assert.Equal(expected, engine.Predict(patient).Score);
        }
    }

    [Fact]
    public void Transform_StateNamedInInputColumns_AddsAColumnForTheStateAfterwards()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.onnx");
        File.WriteAllBytes(path, ForeignKinds.Create("step"));
        var view = _context.Data.LoadFromEnumerable([new Frame { X = [1, 2, 3], H = [0.1f, 0.2f, 0.3f] }, new Frame { X = [0, 1, 0] }]);
        var scored = _context.Transforms.ApplyRecurrentModel(new RecurrentScoringOptions
        {
            InputColumnName = nameof(Frame.X),
            ModelFile = path,
            InputColumns = new Dictionary<string, string> { ["h0"] = nameof(Frame.H) },
        }).Fit(view).Transform(view);
        using var model = RecurrentModel.Load(path);
        var (outputs, finals) = (new float[6], new float[12]);
        model.ScoreBatch(
            new SequenceBatch
            {
                Values = (float[])[1, 2, 3, 0, 1, 0],
                Count = 2,
                InitialStates = (float[])[0.1f, 0.2f, 0.3f, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                FinalStates = finals,
            },
            outputs);
        Assert.Equal(["X", "H", "y", "hn"], scored.Schema.Select(column => column.Name));
        Assert.Equal(outputs, scored.GetColumn<float[]>("y").SelectMany(values => values));
        Assert.Equal([.. finals[..3], .. finals[6..9]], scored.GetColumn<float[]>("hn").SelectMany(values => values));
    }

    private static IEnumerable<int> GetLengths(RecurrentModel model) => model.Network.Graph!.FixedSteps is { } steps ? [steps] : [5, 9, 12];

    // Row by row, with the shapes of each kind written out.
    private static float[][] ScoreRaw(string kind, ForeignRows rows, RawGraph raw) => [.. Enumerable.Range(0, rows.Count).Select(row =>
    {
        var (steps, x, other) = (rows.Steps[row], rows.Sequences[row], rows.Others[row]);
        (ForeignTensor[] Inputs, string[] Outputs, int Batch) call = kind switch
        {
            "static" => ([Tensor("sequence", x, 1, steps, 3), Tensor("static", other, 1, 2)], ["y"], 1),
            "categories" => ([Tensor("numbers", x, steps, 1, 2), Tensor("category", other, steps, 1)], ["y"], 1),
            "cell" => ([Tensor("x", [.. x, .. x], 2, 3), Tensor("h_in", new float[8], 2, 4)], ["y"], 2),
            "step" => ([Tensor("frame", x, 1, 1, 3), Tensor("h0", new float[3], 1, 1, 3), Tensor("c0", new float[3], 1, 1, 3)], ["y"], 1),
            "strided" => ([Tensor("audio", x, 1, steps, 2)], ["whole", "frames"], 1),
            "batch mean" => ([Tensor("x", x, 1, steps, 2)], ["y"], 1),
            _ => ([Tensor("x2", x, steps, 2)], ["y"], 1),
        };
        return raw.Run(call.Inputs, call.Outputs).SelectMany(output => output.Values[..(output.Values.Length / call.Batch)]).ToArray();
    })];

    private static ForeignTensor Tensor(string name, float[] values, params int[] shape) => new(name, "", shape, values);

    private sealed class Patient
    {
        public float[] Sequence { get; set; } = [];

        [VectorType(2)]
        public double[] Static { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class Frame
    {
        [VectorType(3)]
        public float[] X { get; set; } = [];

        [VectorType(3)]
        public float[] H { get; set; } = [0, 0, 0];
    }
}
