using MlNetRecurrent;
using EdgeNamespace;

// Values come from a file, from standard input ("-"), or from the sample.
var source = args is [var path, ..] ? path : Path.Combine(AppContext.BaseDirectory, "Data", "sine.csv");
if (source != "-" && !File.Exists(source))
{
    Console.Error.WriteLine($"File '{source}' does not exist.");
    return 2;
}

using var reader = source == "-" ? Console.In : File.OpenText(source);

using var model = RecurrentModel.Load(Path.Combine(AppContext.BaseDirectory, "Models", "sine-gru.onnx"));

// A stream carries the state of the network from step to step, so that a step takes the same time after an hour as after a second.
var stream = model.OpenStream();
var values = new float[model.Signature.Features];
var forecast = new float[model.GetOutputSize(steps: 1)];

Console.WriteLine("step,values,forecast");
for (var step = 1; reader.ReadLine() is { } line; step++)
{
    if (!NumberLine.TryParse(line, values))
    {
        Console.Error.WriteLine($"Line {step}: expected comma-separated numbers, {values.Length} in each line, got '{line}'.");
        return 2;
    }

    stream.Step(values, forecast);
    Console.WriteLine($"{step},{NumberLine.Format(values)},{NumberLine.Format(forecast)}");
}

return 0;
