using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent;
using MlNetRecurrent.Training;
using ForecastNamespace;

const int Window = 28; // rows that the network reads
const int Horizon = 7; // rows that it forecasts

var dataFile = Path.Combine(AppContext.BaseDirectory, "Data", "weather.csv");
var output = Directory.CreateDirectory("output").FullName;
var onnxFile = Path.Combine(output, "forecast.onnx");
var pipelineFile = Path.Combine(output, "forecast.zip");

// 1. Train. The last fifth of the rows is held out: the network is not fitted on it.
var trainer = new TableTrainer(TableSource.FromFile(dataFile), new TableTrainingOptions
{
    Columns = new DataColumns { Targets = ["temp_max_c"], Time = "date" },
    Window = Window,
    Horizon = Horizon,
    Cell = RecurrentCell.Gru,
    Network = new NetworkOptions
    {
        HiddenSize = 16,
        // The network corrects a simple forecast, the last value, instead of making one from nothing.
        ResidualBaseline = ResidualBaseline.LastValue,
        // The median, and the bounds of an interval that should contain 90 % of the actual values.
        Quantiles = [0.05, 0.5, 0.95],
    },
    Fit = new FitOptions { Epochs = 15, LearningRate = 0.005 },
    Threads = 1, // The network is too small to be worth more.
});
foreach (var warning in trainer.Warnings)
    Console.WriteLine($"Warning: {warning}");
var model = trainer.Fit(new ConsoleProgress());
Console.WriteLine($"Trained in {model.TrainingTime.TotalSeconds:f1} s.");

// 2. Evaluate. On the held-out rows, is the network better than simple forecasts, the baselines?
var evaluation = model.Evaluation!;
Console.WriteLine($"\n{"Held-out rows",-16}{"MAE",8}{"RMSE",8}");
foreach (var (name, metrics) in evaluation.Baselines.Prepend(new("network", evaluation.Metrics)))
    Console.WriteLine($"{name,-16}{metrics["mae"],8:f2}{metrics["rmse"],8:f2}");
Console.WriteLine(evaluation.Verdict?.Text);
Console.WriteLine($"The interval contains {evaluation.Metrics["coverage"]:p0} of the actual values.");

// 3. Save the network as .onnx, and an ML.NET pipeline that scores it as .zip.
model.Save(onnxFile);
var ml = new MLContext();
var format = new TextLoader.Options { Separators = [','], HasHeader = true, AllowQuoting = true, MissingRealsAsNaNs = true };
var days = ml.Data.LoadFromTextFile<WeatherDay>(dataFile, format);
var windows = ml.Data.SlideWindows(days, nameof(WeatherWindow.Window), nameof(WeatherDay.MaxTemperature), Window);
var pipeline = ml.Transforms.ApplyRecurrentModel(nameof(WeatherForecast.Score), nameof(WeatherWindow.Window), onnxFile);
ml.Model.Save(pipeline.Fit(windows), windows.Schema, pipelineFile);
Console.WriteLine($"\nSaved {Path.GetRelativePath(".", onnxFile)} and {Path.GetRelativePath(".", pipelineFile)}.");

// 4. Forecast, as another application does: it needs the .zip file and the last rows.
var loaded = ml.Model.LoadRecurrent(pipelineFile, out _);
using var engine = ml.Model.CreatePredictionEngine<WeatherWindow, WeatherForecast>(loaded);
var last = ml.Data.CreateEnumerable<WeatherWindow>(windows, reuseRowObject: false).Last();
var forecast = engine.Predict(last);
Console.WriteLine($"\nMaximum temperature after {last.Date:yyyy-MM-dd}, with a 90 % interval:");
#if (oneStep)
Console.WriteLine($"{last.Date.AddDays(1):yyyy-MM-dd}{forecast.Score,8:f1} °C   {forecast.LowerBound:f1} to {forecast.UpperBound:f1}");
#else
for (var day = 0; day < Horizon; day++)
{
    var (score, lower, upper) = (forecast.Score[day], forecast.LowerBound[day], forecast.UpperBound[day]);
    Console.WriteLine($"{last.Date.AddDays(day + 1):yyyy-MM-dd}{score,8:f1} °C   {lower:f1} to {upper:f1}");
}
#endif
