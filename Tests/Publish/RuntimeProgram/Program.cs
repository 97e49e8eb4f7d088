using System.Runtime.Intrinsics;
using MlNetRecurrent;
using MlNetRecurrent.RuntimeProgram;

// Scores, streams and generates text with the models of a folder, and prints every output as the hexadecimal bits of its floats: equal lines mean
// equal bits. Values that differ from run to run go to standard error. ../run.sh runs this program.
switch (args)
{
    case ["--compare", var first, var second]:
        Console.WriteLine(FormattableString.Invariant($"{Comparison.Difference(first, second):0.0e+0}"));
        return 0;
    case ["--speed", var models]:
        using (var model = RecurrentModel.Load(Path.Combine(models, "sine-lstm.onnx")))
            Console.WriteLine(FormattableString.Invariant($"{Speed.RowsPerSecond(model):0}"));
        return 0;
    case [var models]:
        Run(models);
        return 0;
    default:
        Console.Error.WriteLine("usage: runtime-program MODELS | --speed MODELS | --compare OUTPUTS OUTPUTS");
        return 1;
}

static void Run(string models)
{
    using (var model = Load("sine-lstm"))
        Outputs.Print("first", Scoring.Batch(model, count: 1, steps: 20));
    Console.Error.WriteLine(FormattableString.Invariant($"first-output-at {(DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds:0.000}"));
    Console.Error.WriteLine($"vector-bits {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}");
    foreach (var name in new[] { "sine-rnn", "sine-lstm", "sine-gru", "airline", "ecg", "digits" })
    {
        using var model = Load(name);
        Outputs.Print($"{name} batch", Scoring.Batch(model, count: 70, steps: 28));
        Outputs.Print($"{name} ragged", Scoring.Ragged(model, [28, 20, 25, 24, 31, 20, 20, 40]));
        Console.WriteLine($"{name} card {model.Card.ToJson()}");
    }

    foreach (var name in new[] { "sine-rnn", "sine-lstm", "sine-gru" })
    {
        using var model = Load(name);
        Outputs.Print($"{name} stream", Streaming.WithRestore(model, steps: 40));
    }

    using var language = Load("pride");
    var generator = new TextGenerator(language);
    var text = generator.Generate("It is a truth", new GenerationOptions { NewTokens = 60, Temperature = 0.7, Seed = 3 });
    Console.WriteLine($"pride text {string.Concat(text).ReplaceLineEndings(" ")}");
    Outputs.Print("pride probabilities", Scoring.Tokens(language, generator.Vocabulary.Encode("It is a truth universally acknowledged")));

    RecurrentModel Load(string name) => RecurrentModel.Load(Path.Combine(models, $"{name}.onnx"));
}
