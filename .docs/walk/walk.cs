#:package MlNetRecurrent.Training@0.2.0
#:property PublishAot=false
#:property UseCurrentRuntimeIdentifier=true

using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent;
using MlNetRecurrent.Training;
using TorchSharp;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Directory.CreateDirectory("artifacts");

// The sizes of sections 1, 2 and 4.
const int time = 5, batch = 3, features = 10, hidden = 20;

static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

// For one unit of one block: W x + b, and R h + b'. The weights are W, R, b and b', PyTorch's order.
static double Input(float[][] w, int block, int unit, double[] x) =>
    Row(w[0], w[2], (block * hidden) + unit, x);

static double Recurrent(float[][] w, int block, int unit, double[] h) =>
    Row(w[1], w[3], (block * hidden) + unit, h);

// One row of a matrix times a vector, plus its bias.
static double Row(float[] matrix, float[] bias, int row, double[] vector)
{
    double sum = bias[row];
    for (var k = 0; k < vector.Length; k++)
        sum += matrix[(row * vector.Length) + k] * vector[k];
    return sum;
}

static (double[] H, double[] C) StepRnn(float[][] w, double[] x, double[] h, double[] c)
{
    var next = new double[hidden];
    for (var j = 0; j < hidden; j++)
        next[j] = Math.Tanh(Input(w, 0, j, x) + Recurrent(w, 0, j, h));
    return (next, c);
}

static (double[] H, double[] C) StepLstm(float[][] w, double[] x, double[] h, double[] c)
{
    var (nextH, nextC) = (new double[hidden], new double[hidden]);
    for (var j = 0; j < hidden; j++)
    {
        var i = Sigmoid(Input(w, 0, j, x) + Recurrent(w, 0, j, h));
        var f = Sigmoid(Input(w, 1, j, x) + Recurrent(w, 1, j, h));
        var g = Math.Tanh(Input(w, 2, j, x) + Recurrent(w, 2, j, h));
        var o = Sigmoid(Input(w, 3, j, x) + Recurrent(w, 3, j, h));
        nextC[j] = (f * c[j]) + (i * g);
        nextH[j] = o * Math.Tanh(nextC[j]);
    }

    return (nextH, nextC);
}

static (double[] H, double[] C) StepGruAsTaught(float[][] w, double[] x, double[] h, double[] c)
{
    // r * h comes before the product with R.
    var kept = new double[hidden];
    for (var j = 0; j < hidden; j++)
        kept[j] = Sigmoid(Input(w, 0, j, x) + Recurrent(w, 0, j, h)) * h[j];

    var next = new double[hidden];
    for (var j = 0; j < hidden; j++)
    {
        // The weights are those of the z that keeps the old state. The minus makes it the other z.
        var z = Sigmoid(-(Input(w, 1, j, x) + Recurrent(w, 1, j, h)));
        var candidate = Math.Tanh(Input(w, 2, j, x) + Recurrent(w, 2, j, kept));
        next[j] = ((1 - z) * h[j]) + (z * candidate);
    }

    return (next, c);
}

static (double[] H, double[] C) StepGru(float[][] w, double[] x, double[] h, double[] c)
{
    var next = new double[hidden];
    for (var j = 0; j < hidden; j++)
    {
        var r = Sigmoid(Input(w, 0, j, x) + Recurrent(w, 0, j, h));
        var z = Sigmoid(Input(w, 1, j, x) + Recurrent(w, 1, j, h));
        var n = Math.Tanh(Input(w, 2, j, x) + (r * Recurrent(w, 2, j, h)));
        next[j] = ((1 - z) * n) + (z * h[j]);
    }

    return (next, c);
}

// One recurrent layer without a head: the network returns its hidden states, at every step or at the last.
static RecurrentNetwork CreateLayer(RecurrentCell cell, SequencePooling pooling, int? maxDependency = null)
{
    var description = new NetworkDescription
    {
        Task = RecurrentTask.Encode,
        Features = features,
        Layers = [new LayerDescription { Cell = cell, InputSize = features, HiddenSize = hidden }],
        Pooling = pooling,
    };
    return RecurrentNetwork.Create(description, seed: 1, maxDependency);
}

static void CopyWeights(nn.Module source, nn.Module target)
{
    using var scope = no_grad();
    foreach (var (from, to) in source.parameters().Zip(target.parameters()))
        to.copy_(from);
}

using var rnn = CreateLayer(RecurrentCell.Rnn, SequencePooling.None);
using var lstm = CreateLayer(RecurrentCell.Lstm, SequencePooling.None);
using var gru = CreateLayer(RecurrentCell.Gru, SequencePooling.None);
using var gruAsTaught = CreateLayer(RecurrentCell.GruResetBefore, SequencePooling.None);

// Such small networks gain nothing from more threads.
set_num_threads(1);

// TorchSharp's own modules, with the same weights.
using var torchRnn = nn.RNN(features, hidden);
using var torchLstm = nn.LSTM(features, hidden);
using var torchGru = nn.GRU(features, hidden);
CopyWeights(rnn, torchRnn);
CopyWeights(lstm, torchLstm);
CopyWeights(gru, torchGru);

using var x = randn(time, batch, features);
var (rnnOutput, rnnHn) = torchRnn.call(x, null);
var (lstmOutput, lstmHn, lstmCn) = torchLstm.call(x, null);
var (gruOutput, gruHn) = torchGru.call(x, null);

void CompareSteps(
    string name,
    Func<float[][], double[], double[], double[], (double[] H, double[] C)> step,
    RecurrentNetwork network,
    Tensor? torchOutput)
{
    float[][] weights = [.. network.parameters().Select(parameter => parameter.data<float>().ToArray())];
    using var output = network.call(x.transpose(0, 1));
    var file = $"artifacts/{name.Replace(' ', '-')}.onnx";
    OnnxExporter.Export(network, file);
    using var model = RecurrentModel.Load(file);

    var difference = 0.0;
    var (h, c, fromFile) = (new double[hidden], new double[hidden], new float[hidden]);
    for (var sequence = 0; sequence < batch; sequence++)
    {
        var stream = model.OpenStream();
        (h, c) = (new double[hidden], new double[hidden]);
        for (var t = 0; t < time; t++)
        {
            float[] values = x[t, sequence].data<float>().ToArray();
            (h, c) = step(weights, [.. values], h, c);
            stream.Step(values, fromFile);
            for (var j = 0; j < hidden; j++)
            {
                Compare(h[j], output[sequence, t, j].item<float>());
                Compare(h[j], fromFile[j]);
                if (torchOutput is not null)
                    Compare(h[j], torchOutput[t, sequence, j].item<float>());
            }
        }
    }

    var fromTorch = torchOutput is null ? "-" : $"{torchOutput[-1, -1, -1].item<float>():f6}";
    var fromNetwork = output[-1, -1, -1].item<float>();
    Console.WriteLine(
        $"{name,-13} {h[^1],10:f6} {fromTorch,11} {fromNetwork,15:f6} {fromFile[^1],11:f6} "
        + $"{difference,13:0.0e-00}");

    void Compare(double expected, float actual) =>
        difference = Math.Max(difference, Math.Abs(expected - actual));
}

Console.WriteLine("The last hidden unit after the last step; the largest difference of all units and steps");
Console.WriteLine("               equations  TorchSharp  MlNetRecurrent  .onnx file    difference");
CompareSteps("RNN", StepRnn, rnn, rnnOutput);
CompareSteps("LSTM", StepLstm, lstm, lstmOutput);
CompareSteps("GRU", StepGru, gru, gruOutput);
CompareSteps("GRU as taught", StepGruAsTaught, gruAsTaught, torchOutput: null);

CopyWeights(gru, gruAsTaught);
var forms = (gru.call(x) - gruAsTaught.call(x)).abs().max().item<float>();
Console.WriteLine($"The two forms of the GRU with the same weights differ by up to {forms:f3}");

Console.WriteLine($"\nTorchSharp, time first: input ({string.Join(", ", x.shape)})");
PrintShapes("RNN", rnnOutput, rnnHn);
PrintShapes("LSTM", lstmOutput, lstmHn, lstmCn);
PrintShapes("GRU", gruOutput, gruHn);

Console.WriteLine($"The .onnx file, batch first: input [{batch}, {time}, {features}]");
RunFile("RNN", rnnOutput);
RunFile("LSTM", lstmOutput);
RunFile("GRU", gruOutput);

static void PrintShapes(string cell, params Tensor[] results)
{
    string[] names = ["output", "hn", "cn"];
    var shapes = names.Zip(results, (name, result) => $"{name} ({string.Join(", ", result.shape)})");
    Console.WriteLine($"  {cell,-5} {string.Join("  ", shapes)}");
}

void RunFile(string cell, Tensor torchOutput)
{
    using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
    using var session = new InferenceSession($"artifacts/{cell}.onnx", options);
    float[] values = x.transpose(0, 1).contiguous().data<float>().ToArray();
    using var input = OrtValue.CreateTensorValueFromMemory(values, [batch, time, features]);
    using var run = new RunOptions();
    using var results = session.Run(run, ["input"], [input], session.OutputNames);
    var shapes = session.OutputNames.Zip(results, (name, result) =>
        $"{name} [{string.Join(", ", result.GetTensorTypeAndShape().Shape)}]");
    using var output = tensor(results[0].GetTensorDataAsSpan<float>().ToArray(), [batch, time, hidden]);
    var error = (output.transpose(0, 1) - torchOutput).abs().max().item<float>();
    Console.WriteLine($"  {cell,-5} {string.Join("  ", shapes)}  difference from TorchSharp {error:0.0e-00}");
}

// y = sin(x) at 1000 points over [0, 100], and beyond.
static float Sine(int index) => (float)Math.Sin(index * 100.0 / 999);

float[] sine = [.. Enumerable.Range(0, 1000).Select(Sine)];
var sineRows = string.Join('\n', sine.Select(y => $"{y}").Prepend("y"));
var sineTable = TableSource.FromText("sine", () => new StringReader(sineRows));
var sineOptions = new TableTrainingOptions
{
    Columns = new DataColumns { Targets = ["y"] },
    Window = 20,
    Network = new NetworkOptions { HiddenSize = 50 },
    Fit = new FitOptions { Epochs = 5 },
};

static void PrintComparison(TableComparison comparison, string metric)
{
    Console.WriteLine(
        $"Cell  Gates  States  Parameters  Training  Memory           Scoring   Reach  {metric,8}");
    foreach (var row in comparison.Cells)
    {
        var (cell, reach) = (row.Cell, row.ReachAfter);
        var steps = reach.IsWholeSequence ? $"{reach.HalfLife:f0}+" : $"{reach.HalfLife:f1}";
        Console.WriteLine(
            $"{cell.DisplayName,-4}  {cell.GateCount,5}  {cell.StateCount,6}  "
            + $"{row.Card.Network.ParameterCount,10:n0}  {row.TrainingTime.TotalSeconds,6:f1} s  "
            + $"{row.TrainingMemoryBytes / 1e6,3:f0} MB  "
            + $"{row.RowsPerSecond,9:n0} rows/s  {steps,6}  {row.Evaluation.Metrics[metric],8:f4}");
    }
}

Console.WriteLine("\nThe sine, 5 epochs");
PrintComparison(new TableTrainer(sineTable, sineOptions).Compare(), "rmse");
foreach (var cell in (RecurrentCell[])[RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru])
{
    const int f = 1, h = 50;
    var count = ((cell.GateCount + 1) * h * (f + h + 2)) + h + 1;
    Console.WriteLine($"{cell.DisplayName,-4} ({cell.GateCount} + 1) H (F + H + 2) + H + 1 = {count:n0}");
}

const int lags = 60;
manual_seed(1);
using var noise = randn(1, lags + 1, features);

// The norms of d h(T) / d x(T-k) for k = 0 to 60.
double[] ComputeGradientNorms(RecurrentNetwork network)
{
    using var input = noise.clone().requires_grad_();
    using var h = network.call(input);
    var squares = zeros(lags + 1);
    for (var unit = 0; unit < hidden; unit++)
        squares += autograd.grad([h[0, unit]], [input], retain_graph: true)[0][0].square().sum(1);
    return [.. squares.sqrt().flip(0).data<float>().ToArray()];
}

static void Plot(params (char Letter, double[] Norms)[] curves)
{
    for (var exponent = 0; exponent >= -16; exponent -= 2)
    {
        var line = new char[lags + 1];
        for (var k = 0; k <= lags; k++)
        {
            line[k] = ' ';
            foreach (var (letter, norms) in curves)
            {
                if (Math.Abs(Math.Log10(norms[k] / norms[0]) - exponent) <= 1)
                    line[k] = line[k] == ' ' ? letter : '*';
            }
        }

        Console.WriteLine($"{$"1e{exponent}",6} |{new string(line).TrimEnd()}");
    }

    Console.WriteLine($"       +{new string('-', lags)}> k");
    foreach (var (letter, norms) in curves)
    {
        var share = norms[lags] / norms[0];
        var factor = Math.Pow(share, 1.0 / lags);
        Console.WriteLine($"{letter}: {share:0.0e-00} after {lags} steps, a mean factor of {factor:f2} per step");
    }
}

using var lastRnn = CreateLayer(RecurrentCell.Rnn, SequencePooling.FinalState);
using var lastLstm = CreateLayer(RecurrentCell.Lstm, SequencePooling.FinalState);
using var lastGru = CreateLayer(RecurrentCell.Gru, SequencePooling.FinalState);
var rnnNorms = ComputeGradientNorms(lastRnn);
Console.WriteLine("\nThe gradient from k steps back (R: RNN, L: LSTM, G: GRU, *: several), PyTorch's initial weights");
Plot(('R', rnnNorms), ('L', ComputeGradientNorms(lastLstm)), ('G', ComputeGradientNorms(lastGru)));

using var openLstm = CreateLayer(RecurrentCell.Lstm, SequencePooling.FinalState, maxDependency: lags);
using var openGru = CreateLayer(RecurrentCell.Gru, SequencePooling.FinalState, maxDependency: lags);
Console.WriteLine("\nThe same, with gates that keep the state");
Plot(('R', rnnNorms), ('L', ComputeGradientNorms(openLstm)), ('G', ComputeGradientNorms(openGru)));

using var sample = SequenceData.FromTensors(noise.clone(), zeros(1, 1, 1));
string Reach(RecurrentNetwork network) => $"{MemoryReach.Measure(network, sample).HalfLife:f1}";
Console.WriteLine("Memory reach in steps with PyTorch's initial weights, and with gates that keep the state:");
Console.WriteLine(
    $"RNN {Reach(lastRnn)}, LSTM {Reach(lastLstm)} and {Reach(openLstm)}, "
    + $"GRU {Reach(lastGru)} and {Reach(openGru)}");

const int recallLag = 100;

// 640 sequences. The first step shows one of four symbols; all other steps are noise.
static IEnumerable<string> CreateRecallRows()
{
    var random = new Random(1);
    yield return "sequence,symbol,a,b,c,d,noise";
    for (var sequence = 0; sequence < 640; sequence++)
    {
        var symbol = random.Next(4);
        var columns = string.Join(',', Enumerable.Range(0, 4).Select(column => column == symbol ? 1 : 0));
        yield return $"{sequence},{"abcd"[symbol]},{columns},0";
        for (var step = 0; step < recallLag; step++)
            yield return $"{sequence},{"abcd"[symbol]},0,0,0,0,{(2 * random.NextDouble()) - 1:f3}";
    }
}

var recallRows = string.Join('\n', CreateRecallRows());
var recall = TableSource.FromText("recall", () => new StringReader(recallRows));
var recallOptions = new TableTrainingOptions
{
    Columns = new DataColumns { Label = "symbol", Sequence = "sequence" },
    Network = new NetworkOptions { HiddenSize = 32, Normalization = InputNormalization.None },
    Fit = new FitOptions
    {
        Epochs = 20,
        BatchSize = 32,
        LearningRate = 0.01,
        MaxGradientNorm = 1,
        StoppingThreshold = 0.01,
    },
};

Console.WriteLine($"\nRecall a symbol after {recallLag} steps, with PyTorch's initial biases");
foreach (var cell in (RecurrentCell[])[RecurrentCell.Lstm, RecurrentCell.Gru])
{
    var model = new TableTrainer(recall, recallOptions with { Cell = cell }).Fit();
    Console.WriteLine($"{cell.DisplayName,-4} accuracy {model.Evaluation!.Metrics["accuracy"]:f4}");
}

Console.WriteLine("The same, with gates that keep the state");
var openOptions = recallOptions with { ChronoMaxDependency = recallLag };
PrintComparison(new TableTrainer(recall, openOptions).Compare(), "accuracy");

var ml = new MLContext(seed: 1);
var unseen = ml.Data.LoadFromEnumerable(Enumerable.Range(1020, 980).Select(index => new SineRow
{
    Window = [.. Enumerable.Range(index - 20, 20).Select(Sine)],
    Next = Sine(index),
}));

void ForecastSine(RecurrentCell cell)
{
    using var data = SequenceData.FromSeries(sine, featureCount: 1, window: 20);
    var description = NetworkDescription.CreateForecaster(cell, featureCount: 1, hiddenSize: 50);
    using var network = RecurrentNetwork.Create(description, seed: 1);
    var losses = new LossRecorder();
    var options = new FitOptions { Epochs = 100, BatchSize = null, LearningRate = 0.01 };
    var fit = NetworkFitter.Fit(network, data, options, losses);
    var file = $"artifacts/sine-{cell}.onnx";
    OnnxExporter.Export(network, file, new ModelCard { Network = description, Window = 20, Fit = fit });

    var scored = ml.Transforms.ApplyRecurrentModel("Score", "Window", file).Fit(unseen).Transform(unseen);
    var error = ml.Regression.Evaluate(scored, labelColumnName: "Next").RootMeanSquaredError;

    using var model = RecurrentModel.Load(file);
    var next = new float[1];
    model.Score(sine[^20..], next);
    Console.WriteLine(
        $"{cell.DisplayName,-4}  {string.Join("  ", losses.Values)}  "
        + $"{error,11:f4}  {next[0],10:f4}  {Sine(1000),7:f4}");
}

Console.WriteLine("\n      Loss after 25, 50, 75 and 100 epochs  Unseen RMSE  Next value   sin(x)");
ForecastSine(RecurrentCell.Rnn);
ForecastSine(RecurrentCell.Lstm);
ForecastSine(RecurrentCell.Gru);

class SineRow
{
    [VectorType(20)] public float[] Window { get; set; } = [];
    public float Next { get; set; }
}

class LossRecorder : IProgress<FitProgress>
{
    public List<string> Values { get; } = [];

    public void Report(FitProgress value)
    {
        if (value.Epoch % 25 == 0)
            Values.Add($"{value.Loss,8:0.0e-00}");
    }
}
