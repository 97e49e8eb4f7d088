using System.Diagnostics;
using System.Runtime.Intrinsics;
using MlNetRecurrent;
using MlNetRecurrent.RuntimeProgram;

// MODELS [--speed]: scores, streams and generates with the models of a folder, and prints every output as the hexadecimal bits of its floats: the same lines
// mean the same bits. Times go to standard error.
if (args is not [var models, ..])
{
    Console.Error.WriteLine("usage: runtime-program MODELS [--speed]");
    return 1;
}

using var forecaster = RecurrentModel.Load(Path.Combine(models, "sine-lstm.onnx"));
Outputs.Print("forecast", Scoring.Batch(forecaster, count: 1, steps: 20));
var sinceStart = DateTime.Now - Process.GetCurrentProcess().StartTime;
Console.Error.WriteLine(FormattableString.Invariant($"first-output-ms {sinceStart.TotalMilliseconds:0.0}"));
Console.Error.WriteLine(FormattableString.Invariant($"vector-bits {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}"));

foreach (var name in new[] { "sine-rnn", "sine-lstm", "sine-gru", "airline", "ecg", "digits" })
{
    using var model = RecurrentModel.Load(Path.Combine(models, $"{name}.onnx"));
    Outputs.Print($"{name} batch", Scoring.Batch(model, count: 70, steps: 28));
    Outputs.Print($"{name} ragged", Scoring.Ragged(model, [28, 20, 25, 24, 31, 20, 20, 40]));
    Outputs.Print($"{name} card", [.. model.Card.ToJson().Select(character => (float)character)]);
}

foreach (var name in new[] { "sine-rnn", "sine-lstm", "sine-gru", "airline" })
{
    using var model = RecurrentModel.Load(Path.Combine(models, $"{name}.onnx"));
    Outputs.Print($"{name} stream", Streaming.WithRestore(model, steps: 40));
}

using var language = RecurrentModel.Load(Path.Combine(models, "pride.onnx"));
var options = new GenerationOptions { Length = 60, Temperature = 0.7, Seed = 3 };
Console.WriteLine($"pride text {string.Concat(new TextGenerator(language).Generate("It is a truth", options)).ReplaceLineEndings("\\n")}");
Outputs.Print("pride probabilities", Scoring.Tokens(language, new TextGenerator(language).Vocabulary.Encode("It is a truth universally acknowledged")));

if (args.Contains("--speed"))
    Console.Error.WriteLine(FormattableString.Invariant($"rows-per-second {Speed.RowsPerSecond(forecaster):0}"));
return 0;
