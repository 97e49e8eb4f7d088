using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.SavedPipelineHost;

// Usage: the path of a saved pipeline as the argument, and a JSON array of sequences of equal length on standard input. Prints one line of JSON for
// each sequence, with its scores and predicted class, and a last line that lists the assemblies of this product that were loaded.
var context = new MLContext();
var json = new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
var sequences = JsonSerializer.Deserialize<float[][]>(Console.In.ReadToEnd(), json)!;
var pipeline = context.Model.Load(args[0], out var schema);
var definition = SchemaDefinition.Create(typeof(InputRow));
definition[nameof(InputRow.Sequence)].ColumnType = schema[nameof(InputRow.Sequence)].Type;
var data = context.Data.LoadFromEnumerable(sequences.Select(sequence => new InputRow { Sequence = sequence }), definition);
var scored = pipeline.Transform(data);
var scores = scored.Schema["Score"].Type is VectorDataViewType
    ? scored.GetColumn<float[]>("Score")
    : scored.GetColumn<float>("Score").Select(score => new[] { score });
var hasLabel = scored.Schema.GetColumnOrNull("PredictedLabel") is not null;
var labels = hasLabel
    ? context.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel").Fit(scored).Transform(scored).GetColumn<string>("Name")
    : sequences.Select(_ => "");
foreach (var (score, label) in scores.Zip(labels))
    Console.WriteLine(JsonSerializer.Serialize(new { Score = score, Label = label }, json));
Console.WriteLine(JsonSerializer.Serialize(AppDomain.CurrentDomain.GetAssemblies()
    .Select(assembly => assembly.GetName().Name!)
    .Where(name => name.StartsWith("MlNetRecurrent", StringComparison.Ordinal) && name != typeof(InputRow).Assembly.GetName().Name)));
(pipeline as IDisposable)?.Dispose();
