using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent;

var ml = new MLContext();
var rows = ml.Data.LoadFromEnumerable([new Row { Window = [.. Enumerable.Range(0, 20).Select(index => MathF.Sin(index * 0.1f))] }]);
var pipeline = ml.Transforms.ApplyRecurrentModel("Score", "Window", "Exported/sine-lstm.onnx");
Console.WriteLine(FormattableString.Invariant($"next {pipeline.Fit(rows).Transform(rows).GetColumn<float>("Score").First():f3}"));

class Row { [VectorType(20)] public float[] Window { get; set; } = []; }
